package io.flames.cli.annotate;

import io.flames.cli.CliException;
import io.flames.cli.FlamesCommand;
import io.flames.cli.InputFile;
import io.flames.cli.PartFile;
import io.flames.cli.api.FlamesApi;
import io.flames.cli.api.Query;
import io.flames.cli.console.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code flames annotate export} and {@code import}. */
final class ExchangeCommands {
    private ExchangeCommands() {}

    /** What a file is written in. */
    enum Format {
        JSONL("application/x-ndjson"),
        LABEL_STUDIO("application/json"),
        ARGILLA("application/json");

        private final String mediaType;

        Format(String mediaType) {
            this.mediaType = mediaType;
        }

        /** For instance {@code label-studio}, as people and the service write it. */
        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Reads {@code label-studio}. */
    static final class FormatWord implements ITypeConverter<Format> {
        @Override
        public Format convert(String word) {
            return Arrays.stream(Format.values())
                    .filter(format -> format.word().equals(word.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(
                            "expected one of jsonl, label-studio, argilla but was \"" + word + "\""));
        }
    }

    /** {@code flames annotate export}. */
    @Command(
            name = "export",
            header = "Write a campaign's items to a file.",
            description = {
                "Writes a campaign's items to a file: as JSON lines with their full history (for the record, not blind), or",
                "for Label Studio or Argilla, blind: those that nobody labelled yet, or all of them --with-labels."
            },
            footer = {
                "  ./flames annotate export march --format jsonl -o march.jsonl",
                "  ./flames annotate export march --format label-studio -o tasks.json",
                "  ./flames annotate export march --format argilla -o records.json"
            })
    static final class Export extends LeadCommand {
        @Parameters(paramLabel = "CAMPAIGN", description = "Its name or id.")
        private String campaign = "";

        @Option(
                names = "--format",
                required = true,
                converter = FormatWord.class,
                paramLabel = "FORMAT",
                description = "jsonl, label-studio or argilla.")
        private Format format = Format.JSONL;

        @Option(names = "--dimension", paramLabel = "NAME", description = "Only of this one.")
        private @Nullable String dimension;

        @Option(names = "--with-labels", description = "Label Studio and Argilla: every item, with the labels it has.")
        private boolean withLabels;

        @Option(
                names = {"-o", "--output"},
                paramLabel = "FILE",
                description = "Written here, else to standard output.")
        private @Nullable Path output;

        @Override
        protected int ask() throws IOException {
            if (output == null && console().isJson()) {
                throw usage("--json: the export itself goes to standard output, add -o FILE");
            }
            if (format == Format.JSONL && withLabels) {
                throw usage("--with-labels: jsonl always has the whole history");
            }
            var api = lead();
            var path = "campaigns/" + idOf(api, campaign) + "/export";
            var query = Query.of("format", format.word())
                    .and("dimension", dimension)
                    .and("labels", withLabels ? "with" : null);
            if (output == null) {
                try (var body = api.download(path, query)) {
                    body.transferTo(console().out());
                }
                console().out().flush();
                return FlamesCommand.DONE;
            }
            download(api, path, query, output);
            console().document(Json.object().put("file", output.toString()).put("bytes", Files.size(output)));
            console().line("wrote " + output);
            return FlamesCommand.DONE;
        }

        /** A file that is whole or not there. */
        private static void download(FlamesApi api, String path, Query query, Path file) {
            try (var body = api.download(path, query);
                    var part = PartFile.of(file)) {
                Files.copy(body, part.path(), StandardCopyOption.REPLACE_EXISTING);
                part.finish();
            } catch (IOException e) {
                throw new CliException(file + ": cannot be written: " + e.getMessage(), e);
            }
        }
    }

    /** {@code flames annotate import}. */
    @Command(
            name = "import",
            header = "Take labels that were given elsewhere into a campaign.",
            description = {
                "Takes labels that were given elsewhere into a campaign: a file that was exported from it and labelled in Label",
                "Studio or Argilla, or JSON lines. All or nothing: what is wrong is named with its line, and nothing is stored."
            },
            footer = {
                "  ./flames annotate import labelled.json --campaign march --format label-studio",
                "  ./flames annotate import records.json --campaign march --format argilla --json"
            })
    static final class Import extends LeadCommand {
        @Parameters(paramLabel = "FILE", description = "The file, or - for standard input.")
        private String file = "";

        @Option(names = "--campaign", required = true, paramLabel = "CAMPAIGN", description = "Its name or id.")
        private String campaign = "";

        @Option(
                names = "--format",
                required = true,
                converter = FormatWord.class,
                paramLabel = "FORMAT",
                description = "jsonl, label-studio or argilla.")
        private Format format = Format.JSONL;

        @Override
        protected int ask() {
            var input = InputFile.of(file);
            var api = lead();
            var path = "campaigns/" + idOf(api, campaign) + "/import";
            var result = api.upload(
                            path, Query.of("format", format.word()), input.body(), format.mediaType, input.name())
                    .body();
            console().document(result);
            console()
                    .line(Json.cell(result, "labels") + " labels stored, " + Json.cell(result, "known")
                            + " were here already, " + Json.cell(result, "complete") + " items have both labels now");
            return FlamesCommand.DONE;
        }
    }
}
