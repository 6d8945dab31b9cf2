package io.flames.scoring.kserve;

import com.google.protobuf.ByteString;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.scorer.Prepared;

/** An input as its tensors want it. */
sealed interface Asked extends Prepared {
    Dimension dimension();

    /** A part of the response was left out here. */
    boolean truncated();

    /** Tokens that the model reads; 0 where only the server knows. */
    int tokensRead();

    /** A filled template; its length in characters stands for its tokens. */
    record Text(Dimension dimension, ByteString text, int tokens, boolean truncated) implements Asked {
        @Override
        public long bytes() {
            return 128L + text.size();
        }

        @Override
        public int tokensRead() {
            return 0;
        }
    }

    /** For models that have a template of their own. */
    record Pair(Dimension dimension, ByteString prompt, ByteString response) implements Asked {
        @Override
        public int tokens() {
            return 1;
        }

        @Override
        public long bytes() {
            return 128L + prompt.size() + response.size();
        }

        @Override
        public boolean truncated() {
            return false;
        }

        @Override
        public int tokensRead() {
            return 0;
        }
    }

    /** Token ids of a filled template, not padded. */
    record Ids(Dimension dimension, long[] ids, boolean truncated) implements Asked {
        @Override
        public int tokens() {
            return ids.length;
        }

        @Override
        public long bytes() {
            return 128L + (long) Long.BYTES * ids.length;
        }

        @Override
        public int tokensRead() {
            return ids.length;
        }
    }
}
