/**
 * The environment contract: messages and stubs generated from {@code plumbline/env/v1}. Depends on
 * protobuf and gRPC alone.
 */
package io.plumbline.env.v1;
