package io.flames.scoring.train.full;

import io.flames.scoring.dataset.Manifest;
import io.flames.scoring.dataset.Part;
import io.flames.scoring.dataset.TrainingItems;
import io.flames.scoring.progress.Phase;
import io.flames.scoring.train.CardText;
import io.flames.scoring.train.Figures;
import io.flames.scoring.train.Standing;
import io.flames.scoring.train.TrainingJob;
import io.flames.scoring.train.TrainingMode;
import io.flames.scoring.train.TrainingProgress;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The whole encoder with the heads, in PyTorch: minutes to hours. The validation part says when to stop and learns the
 * temperatures; the test part takes part in nothing. Checkpoints and {@link ProgressFile} are in the output folder.
 */
public final class FullMode implements TrainingMode {
    private static final String ID = "training-id";

    @Override
    public String id() {
        return "full";
    }

    @Override
    public String description() {
        return "the whole encoder with the heads, in PyTorch; --set " + FullOptions.USAGE;
    }

    @Override
    public Optional<Path> idFile(Path out) {
        return Optional.of(out.resolve(FullTraining.CHECKPOINTS).resolve(ID));
    }

    @Override
    public void train(TrainingJob job, TrainingProgress progress) throws IOException {
        var options = FullOptions.of(job.settings(), job.out(), job.seed());
        var texts = new ReadableTexts(job.data());
        var data = new FullData(
                texts.of(Part.TRAIN), texts.of(Part.VALIDATION), texts.of(Part.TEST), sources(job.manifest()));
        texts.tellPassedOver(job.log());
        if (data.heldOut().isEmpty()) {
            job.log().println("the data set has no test part: nothing will say how good the scorer is");
        }
        Files.createDirectories(job.out());
        if (options.where().resume()) {
            progress.resumed(() -> ProgressFile.read(job.out()).stream()
                    .map(FullMode::standing)
                    .toList());
        }
        try {
            var trained = new FullTraining(
                            data,
                            options.settings(),
                            options.where(),
                            new ProgressFile(job.out()).and(told -> tell(told, progress)),
                            Clock.systemUTC())
                    .run();
            job.log().println(course(trained));
            TrainingItems.write(job.out(), job.tookPart());
            tell(ScorerFolder.write(job.out(), data, options.settings(), trained, about(job)), job.log());
        } catch (NoClassDefFoundError away) {
            if (!String.valueOf(away.getMessage()).startsWith("ai/djl")) {
                throw away;
            }
            throw new IllegalStateException(
                    "PyTorch is not on the class path of this process: train by `flames train`", away);
        }
    }

    private static ScorerFolder.About about(TrainingJob job) {
        var sources = new LinkedHashMap<String, Integer>();
        job.manifest().sources().forEach(source -> sources.merge(source.name(), source.items(), Integer::sum));
        return new ScorerFolder.About(
                job.name(),
                job.version(),
                job.codeVersion(),
                job.data().digest(),
                sources,
                job.manifest().split().by() + " " + job.manifest().split().how());
    }

    private static String sources(Manifest manifest) {
        return manifest.sources().stream().map(Manifest.Source::name).collect(Collectors.joining(", "));
    }

    private static Standing standing(Progress told) {
        return new Standing(
                Phase.valueOf(told.phase().toUpperCase(Locale.ROOT)),
                told.epoch(),
                told.epochs(),
                told.step(),
                told.steps(),
                told.loss(),
                told.validationLoss(),
                told.validationAccuracy(),
                told.itemsPerSecond(),
                told.remainingSeconds());
    }

    private static void tell(Progress told, TrainingProgress progress) {
        progress.stands(standing(told));
        if (told.ended() || told.epoch() == 0) {
            return;
        }
        var figures = new LinkedHashMap<String, Double>();
        figures.put("loss", told.loss());
        if (told.validationAccuracy() != null) {
            figures.put("accuracy", told.validationAccuracy());
        }
        figures.put("itemsPerSecond", told.itemsPerSecond());
        figures.put("remainingSeconds", told.remainingSeconds());
        progress.show("epoch " + told.epoch() + " of " + told.epochs(), told.items(), told.itemsAnEpoch(), figures);
    }

    private static String course(FullTraining.Trained trained) {
        var text = new StringBuilder();
        trained.validations()
                .forEach(validation -> text.append(String.format(
                        Locale.ROOT,
                        "epoch %d: loss %.4f, validation loss %.4f, accuracy %.4f%n",
                        validation.epoch(),
                        validation.trainingLoss(),
                        validation.loss(),
                        validation.accuracy())));
        return text.append("best epoch ")
                .append(trained.best())
                .append(", trained for ")
                .append(FullCardText.duration(trained.seconds()))
                .append("; the written model is judged now")
                .toString();
    }

    private static void tell(ScorerFolder.Written written, PrintStream out) {
        var card = written.card();
        out.print(CardText.summary(card.provenance().evaluations()));
        if (card.heldOut().overall().n() > 0) {
            card.heldOut().byDimension().forEach((name, figures) -> out.println("  " + name + ": " + line(figures)));
        }
        out.printf(
                Locale.ROOT, "written model against trained network: a logit at most %.1e off%n", written.exported());
        if (!written.uncovered().isEmpty()) {
            out.println("no service will take this scorer: too few golden items for "
                    + String.join(", ", written.uncovered()));
        }
    }

    private static String line(Figures figures) {
        return String.format(
                Locale.ROOT,
                "accuracy %.3f [%.3f, %.3f], 3 against not 3 %.3f, macro F1 %.3f, ECE %.3f, n %d",
                figures.accuracy().share(),
                figures.accuracy().low(),
                figures.accuracy().high(),
                figures.twoClass().share(),
                figures.macroF1(),
                figures.calibrationError(),
                figures.n());
    }
}
