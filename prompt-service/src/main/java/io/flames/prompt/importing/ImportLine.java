package io.flames.prompt.importing;

import io.flames.prompt.promptset.PromptContent;
import java.util.List;

/** The verdict on one line: a prompt, or everything that is wrong with it. */
public sealed interface ImportLine {

    /** @param externalId the file's own id, empty when it gave none */
    record Valid(PromptContent content, String externalId) implements ImportLine {}

    /** @param errors at least one */
    record Invalid(List<FieldError> errors) implements ImportLine {
        public Invalid {
            errors = List.copyOf(errors);
            if (errors.isEmpty()) {
                throw new IllegalArgumentException("an invalid line has at least one error");
            }
        }

        List<LineError> at(int line) {
            return errors.stream().map(e -> e.at(line)).toList();
        }
    }
}
