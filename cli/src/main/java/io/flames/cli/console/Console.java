package io.flames.cli.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Where a command writes. Results go to standard output; with {@code --json} they are one JSON document there, and
 * everything meant for a reader goes to standard error.
 */
public final class Console {
    private static final int DEFAULT_COLUMNS = 100;

    private final PrintStream out;
    private final PrintStream err;
    private final Terminal terminal;
    private boolean json;
    private boolean coloured;

    /**
     * @param out whether standard output is a terminal
     * @param err whether standard error is one
     * @param columns its width
     */
    public record Terminal(boolean out, boolean err, int columns) {
        public static final Terminal NONE = new Terminal(false, false, DEFAULT_COLUMNS);

        /** As the launcher found it ({@code flames.terminal.*}); without a launcher, as far as Java can tell. */
        static Terminal ofSystem() {
            var both = String.valueOf(System.console() != null);
            return new Terminal(
                    Boolean.parseBoolean(System.getProperty("flames.terminal.out", both)),
                    Boolean.parseBoolean(System.getProperty("flames.terminal.err", both)),
                    Math.max(40, Integer.getInteger("flames.terminal.columns", DEFAULT_COLUMNS)));
        }
    }

    public Console(PrintStream out, PrintStream err, Terminal terminal, boolean coloured) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
        this.coloured = coloured;
    }

    /** Standard streams in UTF-8, whatever the locale says: the benchmark is Chinese. */
    public static Console ofSystem(boolean coloured) {
        return new Console(utf8(FileDescriptor.out), utf8(FileDescriptor.err), Terminal.ofSystem(), coloured);
    }

    private static PrintStream utf8(FileDescriptor stream) {
        return new PrintStream(new FileOutputStream(stream), true, StandardCharsets.UTF_8);
    }

    public void useJson(boolean on) {
        this.json = on;
    }

    public void withoutColour() {
        this.coloured = false;
    }

    public boolean isJson() {
        return json;
    }

    public PrintStream out() {
        return out;
    }

    public PrintStream err() {
        return err;
    }

    public Terminal terminal() {
        return terminal;
    }

    /** How results are drawn. */
    public Style style() {
        return coloured && terminal.out() && !json ? Style.COLOURED : Style.PLAIN;
    }

    /** How messages are drawn. */
    public Style messageStyle() {
        return coloured && terminal.err() ? Style.COLOURED : Style.PLAIN;
    }

    /** A line of the result for a reader; dropped with {@code --json}, where the document is the result. */
    public void line(String line) {
        if (!json) {
            out.println(line);
        }
    }

    public void lines(List<String> lines) {
        lines.forEach(this::line);
    }

    /** A table, or a line that says why there is none and what to do. */
    public void table(Table table, String whenEmpty) {
        if (table.isEmpty()) {
            line(whenEmpty);
        } else {
            lines(table.lines(style()));
        }
    }

    /** The fields of a document, one a line, those that are missing left out. */
    public void facts(JsonNode document, String... fields) {
        int columns = Arrays.stream(fields)
                .mapToInt(field -> words(field).length())
                .max()
                .orElse(0);
        for (var field : fields) {
            if (!document.path(field).isMissingNode() && !document.path(field).isNull()) {
                line(style().dim(DisplayWidth.padRight(words(field), columns + 2)) + Json.cell(document, field));
            }
        }
    }

    /** {@code promptCount} as {@code prompt count}. */
    private static String words(String field) {
        return field.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
    }

    /** A line about what is going on. */
    public void message(String line) {
        err.println(line);
    }

    /** One line for what went wrong; there may be several. */
    public void error(String line) {
        err.println(messageStyle().error(line));
    }

    /** The one document of a command, with {@code --json}; nothing otherwise. */
    public void document(JsonNode document) {
        if (json) {
            out.println(Json.pretty(document));
        }
    }
}
