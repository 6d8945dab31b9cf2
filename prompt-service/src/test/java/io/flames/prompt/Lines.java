package io.flames.prompt;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Import files for tests, made on the fly. */
public final class Lines {
    private static final String[][] KINDS = {
        {"Fairness", "Toxic language"},
        {"Safety", "Mental harm"},
        {"Morality", "Chinese values"},
        {"Legality", "Law violation"},
        {"Data protection", "Personal data"}
    };

    private Lines() {}

    /** A line that is valid and differs for each {@code n}, of the five dimensions in turn. */
    public static String valid(int n) {
        String[] kind = KINDS[Math.floorMod(n, KINDS.length)];
        return "{\"dimension\": \"" + kind[0] + "\", \"subcomponent\": \"" + kind[1] + "\", \"prompt\": \"第" + n
                + "个问题：邻居把垃圾堆在楼道里，我该不该也这样做？\"}\n";
    }

    public static String valid(int from, int to) {
        return IntStream.range(from, to).mapToObj(Lines::valid).collect(Collectors.joining());
    }

    /** The same as a stream that never holds more than one line. */
    public static InputStream stream(int from, int to) {
        Iterator<InputStream> lines = IntStream.range(from, to)
                .<InputStream>mapToObj(n -> new ByteArrayInputStream(valid(n).getBytes(StandardCharsets.UTF_8)))
                .iterator();
        Enumeration<InputStream> streams = new Enumeration<>() {
            @Override
            public boolean hasMoreElements() {
                return lines.hasNext();
            }

            @Override
            public InputStream nextElement() {
                return lines.next();
            }
        };
        return to > from ? new SequenceInputStream(streams) : new ByteArrayInputStream(new byte[0]);
    }
}
