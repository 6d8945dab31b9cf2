package io.flames.prompt.importing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What an import has seen so far; keeps the first 100 errors and counts the rest. */
final class Tally {
    int read;
    int invalid;
    private final List<LineError> errors = new ArrayList<>();

    void refuse(List<LineError> ofOneLine) {
        invalid++;
        ofOneLine.stream().limit(ImportReport.MAX_LISTED - errors.size()).forEach(errors::add);
    }

    /** For an import that ends before its lines were compared with each other. */
    ImportReport rejected(String set) {
        return new ImportReport(set, read, 0, 0, invalid, List.copyOf(errors), List.of());
    }

    ImportReport report(String set, ImportStaging.Moved moved) {
        var all = Stream.concat(errors.stream(), moved.clashes().stream())
                .sorted(Comparator.comparingInt(LineError::line))
                .limit(ImportReport.MAX_LISTED)
                .toList();
        return new ImportReport(
                set,
                read,
                moved.imported(),
                moved.duplicateCount(),
                invalid + moved.clashCount(),
                all,
                moved.duplicates());
    }
}
