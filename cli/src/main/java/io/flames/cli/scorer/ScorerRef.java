package io.flames.cli.scorer;

import io.flames.cli.score.ScoringOptions;
import io.flames.contracts.client.HostAndPort;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.ParameterException;

/**
 * A scorer as the command line names it.
 *
 * @param name empty for the service's default; with a number, such as {@code onnx-heads@4}, that very version
 * @param addresses of its service; empty for the command's
 */
record ScorerRef(String name, List<HostAndPort> addresses) {
    /** @param text {@code NAME}, {@code NAME@HOST:PORT[,...]} or {@code @HOST:PORT[,...]} */
    static ScorerRef parse(String text, Function<String, ParameterException> usage) {
        int at = text.lastIndexOf('@');
        if (at < 0 || text.substring(at + 1).matches("[0-9]+")) {
            return new ScorerRef(text, List.of());
        }
        return new ScorerRef(
                text.substring(0, at), ScoringOptions.addresses("\"" + text + "\"", text.substring(at + 1), usage));
    }
}
