package io.flames.local.stack;

/** Is told what happens to the children, from several threads at once. */
@FunctionalInterface
public interface StackListener {
    /** Hears nothing. */
    StackListener SILENT = event -> {};

    void on(StackEvent event);
}
