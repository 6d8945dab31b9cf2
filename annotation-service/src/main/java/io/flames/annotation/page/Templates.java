package io.flames.annotation.page;

import io.flames.annotation.campaign.CampaignView;
import io.flames.annotation.page.Templates.CampaignRow;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.util.List;

/** The templates under {@code templates/annotation}, with what each of them shows. */
@CheckedTemplate(basePath = "annotation")
final class Templates {
    private Templates() {}

    static native TemplateInstance login(boolean failed);

    static native TemplateInstance queue(QueueModel view);

    static native TemplateInstance desk(Step step);

    static native TemplateInstance step(Step step);

    static native TemplateInstance campaigns(List<CampaignRow> campaigns);

    static native TemplateInstance campaign(CampaignModel view);

    static native TemplateInstance progress(CampaignModel view);

    static native TemplateInstance create(CampaignForm form);

    static native TemplateInstance agreement(AgreementModel view);

    static native TemplateInstance me(MeModel view);

    static native TemplateInstance problem(int status, String detail);

    /** A line of the list of campaigns. */
    record CampaignRow(CampaignView campaign, long percent) {}
}
