package io.flames.scoring.onnx;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The word pieces of a {@code tokenizer.json} (Hugging Face format) and their ids. */
final class Vocabulary {
    static final int CLS = 101;
    static final int SEP = 102;
    static final int UNK = 100;

    private final Map<String, Integer> words = new HashMap<>();
    private final Map<String, Integer> continuations = new HashMap<>();
    /** Most words of Chinese text are one character: these need no hashing. */
    private final int[] characters = new int[Character.MAX_VALUE + 1];

    private final int longest;

    Vocabulary(byte[] tokenizerJson) {
        try {
            new ObjectMapper()
                    .readTree(tokenizerJson)
                    .path("model")
                    .path("vocab")
                    .properties()
                    .forEach(entry -> add(entry.getKey(), entry.getValue().intValue()));
        } catch (IOException e) {
            throw new IllegalStateException("the encoder's tokenizer.json cannot be read", e);
        }
        require("[UNK]", UNK);
        require("[CLS]", CLS);
        require("[SEP]", SEP);
        Arrays.fill(characters, UNK);
        words.forEach((word, id) -> {
            if (word.length() == 1) {
                characters[word.charAt(0)] = id;
            }
        });
        longest = Math.max(longestOf(words), longestOf(continuations));
    }

    private void add(String piece, int id) {
        if (piece.startsWith("##") && piece.length() > 2) {
            continuations.put(piece.substring(2), id);
        }
        words.put(piece, id);
    }

    private void require(String piece, int id) {
        if (!Integer.valueOf(id).equals(words.get(piece))) {
            throw new IllegalStateException("tokenizer.json has another id for " + piece + " than " + id);
        }
    }

    private static int longestOf(Map<String, Integer> pieces) {
        return pieces.keySet().stream().mapToInt(String::length).max().orElse(0);
    }

    /** Of a piece that starts a word, or -1. */
    int word(String piece) {
        return words.getOrDefault(piece, -1);
    }

    /** Of a word that is one character, or {@link #UNK}. */
    int character(char word) {
        return characters[word];
    }

    /** Of a piece that continues a word, without its {@code ##}, or -1. */
    int continuation(String piece) {
        return continuations.getOrDefault(piece, -1);
    }

    /** Length of the longest piece, in UTF-16 units. */
    int longest() {
        return longest;
    }
}
