package io.flames.cli.scorer;

import io.flames.cli.api.Query;
import java.util.function.Function;
import picocli.CommandLine.ParameterException;

/** A version as the command line names it: {@code NAME@VERSION}. */
record VersionRef(String name, int version) {
    static VersionRef parse(String text, Function<String, ParameterException> usage) {
        int at = text.lastIndexOf('@');
        String number = text.substring(at + 1);
        if (at <= 0 || !number.matches("[1-9][0-9]{0,8}")) {
            throw usage.apply("\"" + text + "\": expected NAME@VERSION, such as onnx-heads@4");
        }
        return new VersionRef(text.substring(0, at), Integer.parseInt(number));
    }

    /** Of the version, under the API. */
    String path() {
        return pathOf(name) + "/" + version;
    }

    static String pathOf(String name) {
        return "scorers/" + Query.segment(name) + "/versions";
    }

    @Override
    public String toString() {
        return name + "@" + version;
    }
}
