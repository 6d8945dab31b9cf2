package io.flames.prompt.importing;

/** Lines are invalid and were not to be skipped, so nothing was imported. */
public final class ImportRejected extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient ImportReport report;

    public ImportRejected(ImportReport report) {
        super(report.invalid() + " of " + report.read() + " lines are invalid, nothing was imported");
        this.report = report;
    }

    public ImportReport report() {
        return report;
    }
}
