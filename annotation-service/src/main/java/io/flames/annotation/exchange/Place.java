package io.flames.annotation.exchange;

/**
 * Where a value begins.
 *
 * @param line counts from 1
 * @param column counts from 1
 * @param path from the item on; empty for the item itself
 */
record Place(int line, int column, String path) {
    ImportError error(String message) {
        return new ImportError(line, column, path, message);
    }
}
