package io.flames.cli.annotate;

import picocli.CommandLine.Command;

/** {@code flames annotate}: people label responses. */
@Command(
        name = "annotate",
        description = "Labelling by people: campaigns, their progress, labels to and from other tools.",
        footer = {
            "  export FLAMES_PASSWORD=...             the lead's; ./flames up prints it",
            "  export FLAMES_TOKEN=...                an access token instead, where people log in by OpenID Connect",
            "  ./flames annotate campaign create march --strategy random --size 500",
            "  ./flames annotate status",
            "  ./flames annotate export march --format jsonl -o march.jsonl",
            "  ./flames annotate import labelled.json --campaign march --format label-studio"
        },
        subcommands = {
            CampaignCommand.class,
            ProgressCommand.class,
            ExchangeCommands.Export.class,
            ExchangeCommands.Import.class
        })
public final class AnnotateCommand {}
