package io.flames.prompt.importing;

/** Two imports created the same set at once; this one was slower. Sending it again imports into the other's set. */
final class SetCreatedMeanwhile extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SetCreatedMeanwhile(String name) {
        super("set " + name + " was created or removed meanwhile by another request, send the file again");
    }
}
