package io.flames.scoring;

import java.util.Optional;

/** {@code flames.scoring.scorers.NAME.judge.*}. */
public interface JudgeSettings {
    /** Base URL of an OpenAI-compatible endpoint, such as https://api.example.com/v1; needed. */
    Optional<String> baseUrl();
}
