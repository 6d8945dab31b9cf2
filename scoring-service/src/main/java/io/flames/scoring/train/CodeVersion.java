package io.flames.scoring.train;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Which program this is, for model cards. */
final class CodeVersion {
    private static final long GIT_SECONDS = 5;

    private CodeVersion() {}

    /** Git's description of the working folder; without git the jar's version. */
    static String ofHere() {
        return git().or(() -> Optional.ofNullable(CodeVersion.class.getPackage().getImplementationVersion()))
                .orElse("unknown");
    }

    private static Optional<String> git() {
        try {
            var process = new ProcessBuilder("git", "describe", "--always", "--dirty", "--abbrev=12")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor(GIT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0 && !said.isEmpty()
                    ? Optional.of(said)
                    : Optional.empty();
        } catch (IOException noGit) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
