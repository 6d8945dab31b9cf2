package io.flames.prompt.release;

import io.flames.prompt.promptset.SetName;
import java.util.Optional;
import java.util.UUID;

/** How a caller names a release: by id, as {@code set@number}, or as {@code set} for the set's latest. */
public sealed interface ReleaseRef {

    record ById(UUID id) implements ReleaseRef {}

    record ByNumber(String set, int number) implements ReleaseRef {}

    record Latest(String set) implements ReleaseRef {}

    /** For error messages. */
    String RULE = "expected an id, a set's name with a number such as flames-sample@2, or a set's name for its latest";

    /** Empty when it is none of the three. */
    static Optional<ReleaseRef> parse(String text) {
        var id = SetName.asId(text);
        if (id.isPresent()) {
            return Optional.of(new ById(id.get()));
        }
        int at = text.lastIndexOf('@');
        if (at < 0) {
            return SetName.isAllowed(text) ? Optional.of(new Latest(text)) : Optional.empty();
        }
        String set = text.substring(0, at);
        return SetName.isAllowed(set)
                ? number(text.substring(at + 1)).map(n -> new ByNumber(set, n))
                : Optional.empty();
    }

    private static Optional<Integer> number(String digits) {
        return digits.matches("[1-9][0-9]{0,8}") ? Optional.of(Integer.valueOf(digits)) : Optional.empty();
    }
}
