package io.flames.cli.console;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A table of text: columns as wide as their widest cell, two spaces apart, numbers to the right. */
public final class Table {
    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();

    /** @param title the heading; @param right whether cells stand to the right, as numbers do */
    private record Column(String title, boolean right) {}

    private Table(List<Column> columns) {
        this.columns = columns;
    }

    /** @param titles headings; one that starts with {@code >} has its cells to the right */
    public static Table of(String... titles) {
        return new Table(Arrays.stream(titles)
                .map(title -> title.startsWith(">") ? new Column(title.substring(1), true) : new Column(title, false))
                .toList());
    }

    /** Adds a row; cells may be coloured but hold no other control characters: clean what comes from elsewhere. */
    public Table row(String... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + columns.size() + " columns");
        }
        rows.add(List.of(cells));
        return this;
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The heading and the rows, one line each, without spaces at the end. */
    public List<String> lines(Style style) {
        var widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            widths[i] = Math.max(
                    DisplayWidth.of(columns.get(i).title()),
                    rows.stream()
                            .mapToInt(row -> DisplayWidth.of(row.get(column)))
                            .max()
                            .orElse(0));
        }
        var lines = new ArrayList<String>();
        lines.add(style.bold(line(columns.stream().map(Column::title).toList(), widths)));
        rows.forEach(row -> lines.add(line(row, widths)));
        return lines;
    }

    private String line(List<String> cells, int[] widths) {
        var line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(i == 0 ? "" : "  ");
            line.append(
                    columns.get(i).right()
                            ? DisplayWidth.padLeft(cells.get(i), widths[i])
                            : DisplayWidth.padRight(cells.get(i), widths[i]));
        }
        return line.toString().stripTrailing();
    }
}
