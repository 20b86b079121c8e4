package io.plumbline.server;

import io.grpc.BindableService;

/**
 * A service that a server offers beside its own, behind the same authentication, limits, metrics
 * and drain.
 *
 * @param service makes no use of the thread that it is called on for longer than an event loop can
 *     spare
 * @param least role that may call it; those below have {@code PERMISSION_DENIED}. Without
 *     authentication whoever reaches the server is a trainer
 * @param draining run when the server begins to drain, before running calls are waited for; returns
 *     at once
 */
public record ServiceBeside(BindableService service, Role least, Runnable draining) {}
