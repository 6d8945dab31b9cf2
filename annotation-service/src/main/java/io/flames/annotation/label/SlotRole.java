package io.flames.annotation.label;

/** What somebody holds a slot for. The number is the slot's role in the database; blind slots are 0 and 1. */
enum SlotRole {
    BLIND,
    ADJUDICATOR,
    GOLD;

    private static final int THIRD = 2;

    static SlotRole of(int number) {
        if (number < THIRD) {
            return BLIND;
        }
        return number == THIRD ? ADJUDICATOR : GOLD;
    }
}
