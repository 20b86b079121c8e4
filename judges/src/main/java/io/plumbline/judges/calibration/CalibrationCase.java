package io.plumbline.judges.calibration;

import io.plumbline.graders.tasks.Task;
import io.plumbline.judges.JudgeRubric;

/**
 * An output whose worth is known.
 *
 * @param id unique in its set
 * @param rubric the dimension it is about
 * @param task what the writer had; its reference is empty
 * @param output what the writer made of it
 * @param band values that agree
 * @param why what the band stands on, in a sentence
 */
public record CalibrationCase(
    String id, JudgeRubric rubric, Task task, String output, Band band, String why) {}
