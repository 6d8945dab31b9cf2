package io.flames.report.page;

import io.flames.report.page.Models.BoardModel;
import io.flames.report.page.Models.CompareModel;
import io.flames.report.page.Models.HomeModel;
import io.flames.report.page.Models.ResponseModel;
import io.flames.report.page.Models.RunModel;
import io.flames.report.page.Models.RunPageModel;
import io.flames.report.page.Models.RunsModel;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/** The templates under {@code templates/report}, with what each of them shows. */
@CheckedTemplate(basePath = "report")
final class Templates {
    private Templates() {}

    static native TemplateInstance home(HomeModel view);

    static native TemplateInstance leaderboard(BoardModel board);

    static native TemplateInstance moved(MovedModel view);

    static native TemplateInstance runs(RunsModel view);

    static native TemplateInstance run(RunPageModel view);

    static native TemplateInstance progress(RunModel run);

    static native TemplateInstance response(ResponseModel view);

    static native TemplateInstance compare(CompareModel view);
}
