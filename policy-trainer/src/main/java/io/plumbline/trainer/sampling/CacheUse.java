package io.plumbline.trainer.sampling;

/**
 * What caches of keys and values took.
 *
 * @param mib the lanes' peaks together, whenever each had its own: the same in every run
 * @param live the share of what they had that answers in progress and their prompts needed, mean
 *     over tokens drawn; NaN if none was
 */
public record CacheUse(double mib, double live) {}
