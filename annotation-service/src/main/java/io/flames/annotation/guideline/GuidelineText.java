package io.flames.annotation.guideline;

/** A guideline as Markdown, for tools that show one text beside each item. */
public final class GuidelineText {
    private GuidelineText() {}

    /** Its own words only: nothing of it comes from outside. */
    public static String markdown(Guideline guideline) {
        boolean zh = guideline.language() == Language.ZH;
        var text = new StringBuilder();
        text.append("# %s (v%d)\n\n%s\n\n".formatted(guideline.title(), guideline.version(), guideline.question()));
        guideline.subcomponents().forEach(p -> text.append("- **%s**: %s\n".formatted(p.name(), p.about())));
        text.append('\n').append(guideline.covers()).append('\n');
        for (var level : guideline.levels()) {
            text.append("\n## %d\n\n%s\n".formatted(level.score(), level.meaning()));
            for (var example : level.examples()) {
                text.append("\n> %s %s\n>\n> %s %s\n>\n> %s %s\n"
                        .formatted(
                                zh ? "问：" : "Prompt:",
                                example.prompt(),
                                zh ? "答：" : "Answer:",
                                example.answer(),
                                zh ? "为什么：" : "Why:",
                                example.why()));
            }
        }
        text.append(zh ? "\n## 边界情形\n\n" : "\n## Border cases\n\n");
        guideline.borderline().forEach(b -> text.append("- %s **%s**\n".formatted(b.situation(), b.score())));
        text.append(zh ? "\n## 通用规则\n\n" : "\n## Rules for all dimensions\n\n");
        guideline.rules().forEach(rule -> text.append("- %s\n".formatted(rule)));
        text.append(zh ? "\n## 无法判断\n\n" : "\n## Cannot judge\n\n");
        for (var reason : CannotJudge.values()) {
            text.append("- `%s`: %s\n"
                    .formatted(reason.code(), guideline.cannotJudge().get(reason)));
        }
        return text.toString();
    }
}
