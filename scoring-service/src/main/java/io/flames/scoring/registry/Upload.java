package io.flames.scoring.registry;

import io.flames.scoring.registry.store.Sha256;
import io.flames.scoring.registry.store.StoredFile;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/** A version's files on their way in, bounded. */
final class Upload {
    private static final int MOST_FILES = 32;
    private static final int PIECE = 1 << 16;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private Upload() {}

    /**
     * Unpacks a zip file without folders in it.
     *
     * @param most bytes of all files together
     * @throws IllegalArgumentException when it is no such file, or holds more; says what is allowed
     */
    static void unpack(InputStream zip, Path folder, long most) throws IOException {
        int files = 0;
        long left = most;
        try (var in = new ZipInputStream(zip)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (entry.isDirectory()) {
                    continue;
                }
                if (++files > MOST_FILES) {
                    throw new IllegalArgumentException("more than " + MOST_FILES + " files are in the zip file");
                }
                left -= copy(in, folder.resolve(checked(entry.getName())), left, most);
            }
        } catch (ZipException | EOFException broken) {
            throw new IllegalArgumentException(
                    "the body is no zip file that can be read: " + broken.getMessage(), broken);
        }
        if (files == 0) {
            throw new IllegalArgumentException("the body is no zip file, or an empty one: expected heads.json,"
                    + " model-card.json and golden.jsonl in it");
        }
    }

    private static String checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "file name \"" + (name.length() <= 60 ? name : name.substring(0, 60) + "...")
                            + "\" is not allowed: expected letters, digits, dots, - and _, and no folders");
        }
        return name;
    }

    private static long copy(InputStream in, Path target, long left, long most) throws IOException {
        if (Files.exists(target)) {
            throw new IllegalArgumentException("file " + target.getFileName() + " is there twice");
        }
        var piece = new byte[PIECE];
        long copied = 0;
        try (OutputStream out = Files.newOutputStream(target)) {
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                copied += count;
                if (copied > left) {
                    throw new IllegalArgumentException("the files have more than " + most
                            + " bytes, at most that many are" + " allowed (flames.scoring.registry.upload-bytes)");
                }
                out.write(piece, 0, count);
            }
        }
        return copied;
    }

    /** The folder's files, measured. */
    static List<StoredFile> measure(Path folder) throws IOException {
        var files = new ArrayList<StoredFile>();
        try (var found = Files.list(folder)) {
            for (Path path : found.filter(Files::isRegularFile).sorted().toList()) {
                files.add(
                        new StoredFile(checked(String.valueOf(path.getFileName())), Sha256.of(path), Files.size(path)));
            }
        }
        return files;
    }
}
