package io.flames.cli.scorer;

import io.flames.cli.CliException;
import io.flames.cli.FlamesCommand;
import io.flames.cli.Subcommand;
import io.flames.cli.console.Json;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code flames scorer register}. */
@Command(
        name = "register",
        header = "Hands a trained version to the registry.",
        description = {
            "Hands a trained version to the registry: the folder that the trainer wrote. The service loads it and scores",
            "its golden items; only what gives what was recorded is kept. It scores nothing yet: see shadow."
        },
        footer = {
            "  ./flames scorer register onnx-heads --from weights/",
            "  ./flames scorer register onnx-heads --from weights/ --json"
        })
final class RegisterCommand extends Subcommand {
    @Parameters(paramLabel = "NAME", description = "The scorer that it is a version of.")
    private String name = "";

    @Option(
            names = "--from",
            required = true,
            paramLabel = "DIR",
            description = "Folder with heads.json, model-card.json and golden.jsonl.")
    private Path from = Path.of("");

    @Override
    protected int execute() throws IOException {
        var zip = Files.createTempFile("flames-scorer-", ".zip");
        try {
            pack(zip);
            var version = api().uploadZip(VersionRef.pathOf(name), BodyPublishers.ofFile(zip))
                    .body();
            console().document(version);
            console()
                    .line(Json.cell(version, "label") + " is " + Json.cell(version, "state") + ", sha256 "
                            + Json.cell(version, "digest"));
            return FlamesCommand.DONE;
        } finally {
            Files.deleteIfExists(zip);
        }
    }

    private void pack(Path zip) throws IOException {
        var files = files();
        try (var out = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (Path file : files) {
                out.putNextEntry(new ZipEntry(String.valueOf(file.getFileName())));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
    }

    private List<Path> files() throws IOException {
        if (!Files.isDirectory(from)) {
            throw new CliException(from + ": not a folder");
        }
        try (var found = Files.list(from)) {
            var files = found.filter(Files::isRegularFile).sorted().toList();
            if (files.isEmpty()) {
                throw new CliException(from + ": no files in it, expected what the trainer wrote");
            }
            return files;
        }
    }
}
