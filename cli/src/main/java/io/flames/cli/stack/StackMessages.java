package io.flames.cli.stack;

import io.flames.cli.console.Console;
import io.flames.local.stack.StackEvent;
import io.flames.local.stack.StackListener;
import java.time.Duration;
import java.util.Locale;

/** How the embedded stack's events are told: a line when something serves, and when something died. */
final class StackMessages {
    private StackMessages() {}

    static StackListener to(Console console) {
        return event -> {
            if (!(event instanceof StackEvent.Starting)) {
                console.message(console.messageStyle().dim(event.line()));
            }
        };
    }

    static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }
}
