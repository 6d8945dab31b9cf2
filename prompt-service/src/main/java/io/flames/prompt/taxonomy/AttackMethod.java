package io.flames.prompt.taxonomy;

/**
 * How a prompt hides its malice. A row of the table {@code attack_method}: a team adds its own there.
 *
 * @param name as files and events spell it, such as {@code reverse induction}
 */
public record AttackMethod(String name, String descriptionEn, String descriptionZh) {}
