package io.flames.scoring.onnx;

import java.util.Arrays;
import java.util.Locale;

/**
 * BERT's WordPiece in plain Java. Gives the ids of the reference tokenizer (ai.djl.huggingface) with the encoder's
 * tokenizer.json, after foldings that this vocabulary needs, because it has none of these characters and the
 * tokenizer.json folds nothing: upper case becomes lower case, curly quotes straight ones, the long dash a short one, the
 * ellipsis three dots.
 *
 * <p>One difference is wanted: a text that spells {@code [SEP]} or another special token is text here, not the token, so
 * that a response cannot end itself and speak in the prompt's place.
 */
public final class WordPiece {
    private static final int LONGEST_WORD = 100;

    private final Vocabulary vocabulary;

    WordPiece(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /** @param tokenizerJson the encoder's, in Hugging Face format */
    public static WordPiece of(byte[] tokenizerJson) {
        return new WordPiece(new Vocabulary(tokenizerJson));
    }

    /** What this vocabulary does not know to what it knows. */
    static String fold(String text) {
        return text.toLowerCase(Locale.ROOT)
                .replace('\u201c', '"')
                .replace('\u201d', '"')
                .replace('\u2018', '\'')
                .replace('\u2019', '\'')
                .replace('\u2014', '-')
                .replace("\u2026", "...");
    }

    /** Ids of the text's pieces, without special tokens. */
    public int[] ids(String text) {
        var ids = new Ids(text.length());
        var word = new StringBuilder();
        String folded = fold(text);
        for (int i = 0; i < folded.length(); ) {
            int c = folded.codePointAt(i);
            i += Character.charCount(c);
            if (isDropped(c)) {
                continue;
            }
            if (isSpace(c)) {
                endWord(word, ids);
            } else if (isCjk(c) || isPunctuation(c)) {
                endWord(word, ids);
                word.appendCodePoint(c);
                endWord(word, ids);
            } else {
                word.appendCodePoint(c);
            }
        }
        endWord(word, ids);
        return ids.toArray();
    }

    /** Longest match first; a word with a piece that is not in the vocabulary is one [UNK]. */
    private void endWord(StringBuilder pending, Ids ids) {
        if (pending.isEmpty()) {
            return;
        }
        if (pending.length() == 1) {
            ids.add(vocabulary.character(pending.charAt(0)));
            pending.setLength(0);
            return;
        }
        String word = pending.toString();
        pending.setLength(0);
        if (word.codePointCount(0, word.length()) > LONGEST_WORD) {
            ids.add(Vocabulary.UNK);
            return;
        }
        int mark = ids.size;
        for (int start = 0; start < word.length(); ) {
            int end = Math.min(word.length(), start + vocabulary.longest());
            int id = -1;
            while (end > start && (id = piece(word, start, end)) < 0) {
                end--;
            }
            if (id < 0) {
                ids.size = mark;
                ids.add(Vocabulary.UNK);
                return;
            }
            ids.add(id);
            start = end;
        }
    }

    private int piece(String word, int start, int end) {
        String piece = word.substring(start, end);
        return start == 0 ? vocabulary.word(piece) : vocabulary.continuation(piece);
    }

    /** After {@link #isDropped}: a control character other than tab and line ends never gets here. */
    private static boolean isSpace(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    /** The replacement character, control and format characters, and what has no meaning of its own. */
    private static boolean isDropped(int c) {
        if (c == '\t' || c == '\n' || c == '\r') {
            return false;
        }
        return c == 0xfffd
                || !ReferenceUnicode.isOrdinary(c)
                        && switch (Character.getType(c)) {
                            case Character.CONTROL, Character.FORMAT, Character.PRIVATE_USE, Character.SURROGATE ->
                                true;
                            default -> false;
                        };
    }

    private static boolean isPunctuation(int c) {
        if (c < 0x80) {
            return (c >= 33 && c <= 47) || (c >= 58 && c <= 64) || (c >= 91 && c <= 96) || (c >= 123 && c <= 126);
        }
        if (ReferenceUnicode.isOrdinary(c)) {
            return false;
        }
        return ReferenceUnicode.isPunctuation(c)
                || switch (Character.getType(c)) {
                    case Character.CONNECTOR_PUNCTUATION,
                            Character.DASH_PUNCTUATION,
                            Character.START_PUNCTUATION,
                            Character.END_PUNCTUATION,
                            Character.INITIAL_QUOTE_PUNCTUATION,
                            Character.FINAL_QUOTE_PUNCTUATION,
                            Character.OTHER_PUNCTUATION -> true;
                    default -> false;
                };
    }

    /** The blocks that BERT's normalizer sets apart, a character a word. */
    private static boolean isCjk(int c) {
        return (c >= 0x4e00 && c <= 0x9fff)
                || (c >= 0x3400 && c <= 0x4dbf)
                || (c >= 0x20000 && c <= 0x2a6df)
                || (c >= 0x2a700 && c <= 0x2b73f)
                || (c >= 0x2b740 && c <= 0x2b81f)
                || (c >= 0x2b920 && c <= 0x2ceaf)
                || (c >= 0xf900 && c <= 0xfaff)
                || (c >= 0x2f800 && c <= 0x2fa1f);
    }

    /** A growing int array. */
    private static final class Ids {
        private int[] values;
        private int size;

        Ids(int expected) {
            values = new int[Math.max(16, expected)];
        }

        void add(int id) {
            if (size == values.length) {
                values = Arrays.copyOf(values, size * 2);
            }
            values[size++] = id;
        }

        int[] toArray() {
            return Arrays.copyOf(values, size);
        }
    }
}
