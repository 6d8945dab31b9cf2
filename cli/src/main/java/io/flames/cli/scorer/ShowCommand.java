package io.flames.cli.scorer;

import picocli.CommandLine.Command;

/** {@code flames scorer show}: what {@code describe} was called at first. */
@Command(
        name = "show",
        hidden = true,
        description = "The same as describe.",
        footer = {"  ./flames scorer show onnx-heads"})
final class ShowCommand extends DescribeCommand {}
