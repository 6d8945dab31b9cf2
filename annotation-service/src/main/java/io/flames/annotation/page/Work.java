package io.flames.annotation.page;

/** The two kinds of work, each with a page of its own. */
enum Work {
    LABEL("label"),
    ADJUDICATE("adjudicate");

    private final String path;

    Work(String path) {
        this.path = path;
    }

    /** Of the page, below {@code /annotate}. */
    String path() {
        return path;
    }
}
