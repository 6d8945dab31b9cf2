package io.flames.scoring.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/** Rows of a CSV file with a header; bytes that its encoding does not know become replacement characters. */
final class CsvRows {
    private CsvRows() {}

    static List<CSVRecord> read(Path file, Charset charset) {
        try {
            String text = new String(Files.readAllBytes(file), charset);
            return CSVFormat.DEFAULT
                    .builder()
                    .setHeader()
                    .setSkipHeaderRecord(true)
                    .setIgnoreEmptyLines(true)
                    .setAllowMissingColumnNames(true)
                    .get()
                    .parse(new java.io.StringReader(text.startsWith("\ufeff") ? text.substring(1) : text))
                    .getRecords();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot be read: " + file, e);
        }
    }
}
