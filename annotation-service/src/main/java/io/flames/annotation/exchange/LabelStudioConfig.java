package io.flames.annotation.exchange;

import io.flames.annotation.guideline.CannotJudge;
import io.flames.annotation.guideline.Guideline;
import io.flames.annotation.guideline.Language;

/**
 * The labelling interface that goes with {@link LabelStudio}: one project a dimension, as the dimensions know different
 * scores (tags Choices, Labels, TextArea, Text; labelstud.io/tags). Texts of a task are shown by the Text tag, which
 * escapes them.
 */
public final class LabelStudioConfig {
    /** Label of a span that decided. */
    static final String SPAN_LABEL = "decisive";

    private LabelStudioConfig() {}

    /** XML, for the project's settings. */
    public static String of(Guideline guideline) {
        boolean zh = guideline.language() == Language.ZH;
        var xml = new StringBuilder("<View>\n");
        xml.append("  <Header value=\"%s\"/>\n".formatted(escaped(guideline.question())));
        xml.append("  <Header value=\"%s\" size=\"5\"/>\n".formatted(zh ? "提问" : "Prompt"));
        xml.append("  <Text name=\"prompt\" value=\"$prompt\"/>\n");
        xml.append("  <Header value=\"%s\" size=\"5\"/>\n".formatted(zh ? "回答" : "Response"));
        xml.append("  <Labels name=\"span\" toName=\"response\">\n");
        xml.append("    <Label value=\"%s\" hint=\"%s\"/>\n"
                .formatted(SPAN_LABEL, zh ? "决定分数的部分" : "The part that decides"));
        xml.append("  </Labels>\n");
        xml.append("  <Text name=\"response\" value=\"$response\"/>\n");
        xml.append("  <Choices name=\"score\" toName=\"response\" choice=\"single-radio\" required=\"true\">\n");
        for (var level : guideline.levels()) {
            xml.append("    <Choice value=\"%d\" hotkey=\"%d\" hint=\"%s\"/>\n"
                    .formatted(level.score(), level.score(), escaped(level.meaning())));
        }
        xml.append("    <Choice value=\"%s\" hotkey=\"0\" hint=\"%s\"/>\n"
                .formatted(TaskCheck.CANNOT_JUDGE, zh ? "无法判断" : "Cannot judge"));
        xml.append("  </Choices>\n");
        xml.append("  <View visibleWhen=\"choice-selected\" whenTagName=\"score\" whenChoiceValue=\"%s\">\n"
                .formatted(TaskCheck.CANNOT_JUDGE));
        for (var reason : CannotJudge.values()) {
            xml.append("    <Header value=\"%s: %s\" size=\"6\"/>\n"
                    .formatted(reason.code(), escaped(guideline.cannotJudge().getOrDefault(reason, ""))));
        }
        area(xml, "reason", zh ? "为什么无法判断，可填上面的代码" : "Why, such as one of the codes above", true);
        xml.append("  </View>\n");
        area(xml, "comment", zh ? "意见" : "Comment", false);
        return xml.append("</View>\n").toString();
    }

    private static void area(StringBuilder xml, String name, String placeholder, boolean required) {
        xml.append("  <TextArea name=\"%s\" toName=\"response\" rows=\"3\" maxSubmissions=\"1\" editable=\"true\""
                .formatted(name));
        xml.append(" required=\"%s\" placeholder=\"%s\"/>\n".formatted(required, escaped(placeholder)));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
