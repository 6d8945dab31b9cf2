package io.flames.scoring.judge;

import io.flames.scoring.judge.Ballot.Problem;
import io.flames.scoring.judge.Rubric.Scale;
import java.util.ArrayList;
import java.util.List;

/**
 * What is said to the judge for one vote: rules and rubric as system message, then task, data block, reminder.
 *
 * @param scale in the order of this vote
 */
record Conversation(Scale scale, List<Message> messages) {
    Conversation {
        messages = List.copyOf(messages);
    }

    /**
     * The votes differ, so that a judge which follows the place of a score or a turn of phrase rather than the rubric
     * disagrees with itself: every second one has the scale the other way round, and the wordings of the task take turns.
     *
     * @param vote from 0
     */
    static Conversation of(Rubric rubric, DataBlock blocks, JudgeInput input, int vote) {
        var scale = Scale.of(input.dimension(), vote % 2 == 0);
        String user = rubric.task(scale, vote % rubric.wordings()) + "\n\n" + blocks.of(input) + "\n\n"
                + rubric.reminder(scale);
        return new Conversation(scale, List.of(new Message("system", rubric.system(scale)), new Message("user", user)));
    }

    /**
     * Once more. The unusable answer is left out: it may quote the response, which would then stand outside of its block.
     */
    Conversation repaired(Rubric rubric, Problem problem) {
        var more = new ArrayList<>(messages);
        more.add(new Message("assistant", rubric.leftOut()));
        more.add(new Message("user", rubric.repair(scale, problem)));
        return new Conversation(scale, more);
    }
}
