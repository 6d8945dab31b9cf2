package io.flames.generation.recorded;

import io.flames.generation.problem.Problem.LineError;
import io.flames.generation.problem.ProblemException;
import io.flames.generation.recorded.RecordedLine.WrongLineException;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the first reading of a file of answers finds, before anything is stored. */
final class RecordingSurvey {
    /** Of wrong and of unmatched lines, the first so many are told. */
    private static final int LISTED = 100;
    /** Samples of a prompt are numbered from 0 to 99. */
    private static final long SAMPLES = 100;

    private final PromptIndex index;
    private final List<LineError> errors = new ArrayList<>();
    private final List<Long> unmatched = new ArrayList<>();
    private final Map<Long, Long> lineOfSample = new HashMap<>();
    private long read;
    private int samples = 1;

    private RecordingSurvey(PromptIndex index) {
        this.index = index;
    }

    static RecordingSurvey of(File file, PromptIndex index) throws IOException {
        var survey = new RecordingSurvey(index);
        try (var lines = new RecordedFile(file)) {
            boolean more = true;
            while (more) {
                more = survey.takeNext(lines);
            }
        }
        return survey;
    }

    /** Lines that were not blank. */
    long read() {
        return read;
    }

    /** Answers to prompts of the release. */
    long matched() {
        return lineOfSample.size();
    }

    /** Numbers of the first 100 lines whose prompt is not in the release. */
    List<Long> unmatched() {
        return List.copyOf(unmatched);
    }

    /** How often each prompt is answered, at most; from 1. */
    int samples() {
        return samples;
    }

    /** Answers that the release expects and the file lacks. */
    long missing() {
        return expected() - matched();
    }

    private long expected() {
        return (long) index.size() * samples;
    }

    /** @throws ProblemException when the file is not to be imported into the release */
    void check(String release, boolean allowMissing) {
        if (!errors.isEmpty()) {
            throw ProblemException.invalidLines("The file has wrong lines; nothing was imported.", errors);
        }
        if (matched() == 0) {
            throw ProblemException.invalid(
                    null, "No line answers a prompt of %s; nothing was imported.".formatted(release));
        }
        if (missing() > 0 && !allowMissing) {
            throw ProblemException.invalid(
                    null,
                    "The file lacks %d of the %d answers that %s expects; nothing was imported. With allowMissing=true the others are imported."
                            .formatted(missing(), expected(), release));
        }
    }

    /** False at the end of the file. A wrong line is noted, and the reading goes on behind it. */
    private boolean takeNext(RecordedFile lines) throws IOException {
        try {
            var line = lines.next();
            if (line == null) {
                return false;
            }
            take(line, lines.number());
        } catch (WrongLineException e) {
            note(e.error());
        }
        read++;
        return true;
    }

    private void take(RecordedLine line, long number) {
        var position = index.position(line.key());
        if (position == null) {
            if (unmatched.size() < LISTED) {
                unmatched.add(number);
            }
            return;
        }
        var first = lineOfSample.putIfAbsent(position * SAMPLES + line.sample(), number);
        if (first != null) {
            note(new LineError(
                    number, "prompt", "line %d answers the same prompt; give them samples 0, 1, ...".formatted(first)));
            return;
        }
        samples = Math.max(samples, line.sample() + 1);
    }

    private void note(LineError error) {
        if (errors.size() < LISTED) {
            errors.add(error);
        }
    }
}
