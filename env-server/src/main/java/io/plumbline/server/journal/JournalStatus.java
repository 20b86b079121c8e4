package io.plumbline.server.journal;

import java.util.Optional;

/**
 * How a journal does. The counts are those of its directory, over all processes that wrote to it:
 * {@code graded = recorded + duplicates + dropped + missing + waiting}, but for what moves while
 * they are read.
 *
 * @param mode what replies wait for
 * @param graded steps that it was given
 * @param recorded those it wrote, kept or let go since
 * @param duplicates those it had only just written and did not write again
 * @param dropped those it did not write for want of room; in mode {@code sync} they were refused
 * @param missing those that died with a killed process before they were written
 * @param missingAtOpen how many of the missing this process found when it opened the journal
 * @param waiting those that are not written yet
 * @param failure why nothing can be written at present; empty while it can
 * @param lastFailure why something could not be written since the journal was opened; empty if
 *     everything was
 */
public record JournalStatus(
    JournalMode mode,
    long graded,
    long recorded,
    long duplicates,
    long dropped,
    long missing,
    long missingAtOpen,
    int waiting,
    Optional<String> failure,
    Optional<String> lastFailure) {}
