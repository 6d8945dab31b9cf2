package io.flames.report.page;

import io.flames.report.page.Boards.Choice;
import io.flames.report.page.Models.BoardModel;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The leaderboard as one HTML file that needs nothing else: no script, no font, no other file. */
@ApplicationScoped
public class HtmlReport {
    private final Boards boards;
    private final Clock clock;

    HtmlReport(Boards boards, Clock clock) {
        this.boards = boards;
        this.clock = clock;
    }

    @CheckedTemplate(basePath = "report")
    static class Files {
        private Files() {}

        static native TemplateInstance file(BoardModel rates, BoardModel scores, String at);
    }

    /** @return the file's text, in the language of the request */
    public String of(@Nullable String release, @Nullable String scorer) {
        return Files.file(
                        board(release, scorer, "rate"),
                        board(release, scorer, "score"),
                        Show.time(clock.instant().atOffset(ZoneOffset.UTC)))
                .render();
    }

    private BoardModel board(@Nullable String release, @Nullable String scorer, String measure) {
        return boards.board(new Choice(Show.orEmpty(release), Show.orEmpty(scorer), measure, "", List.of()));
    }
}
