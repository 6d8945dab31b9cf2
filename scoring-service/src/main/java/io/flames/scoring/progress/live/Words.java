package io.flames.scoring.progress.live;

import io.flames.scoring.progress.Phase;
import java.time.Duration;

/** A word in both languages. */
public record Words(String en, String zh) {
    private static final int MINUTE = 60;
    private static final int HOUR = 60;

    static Words of(Phase phase) {
        return switch (phase) {
            case STARTING -> new Words("starting", "准备中");
            case FEATURES -> new Words("computing features", "计算特征");
            case TRAINING -> new Words("training", "训练中");
            case VALIDATED -> new Words("validated", "已验证一轮");
            case WRITING -> new Words("writing the scorer", "写出评分器");
            case STOPPED -> new Words("stopped early", "提前停止");
            case DONE -> new Words("done", "完成");
            case FAILED -> new Words("failed", "失败");
        };
    }

    static Words silent() {
        return new Words("silent", "无消息");
    }

    /** A mode's turns: fits with another regularisation each, or epochs. */
    static Words turns(String mode) {
        return mode.equals("heads") ? new Words("Fits", "各次拟合") : new Words("Epochs", "各轮次");
    }

    static Words turn(String mode) {
        return mode.equals("heads") ? new Words("Fit", "拟合") : new Words("Epoch", "轮次");
    }

    /** {@code 4 min 30 s}. */
    static Words of(Duration time) {
        long seconds = Math.max(0, time.toSeconds());
        if (seconds < MINUTE) {
            return new Words(seconds + " s", seconds + " 秒");
        }
        long minutes = seconds / MINUTE;
        if (minutes < HOUR) {
            return new Words(minutes + " min " + seconds % MINUTE + " s", minutes + " 分 " + seconds % MINUTE + " 秒");
        }
        return new Words(
                minutes / HOUR + " h " + minutes % HOUR + " min", minutes / HOUR + " 小时 " + minutes % HOUR + " 分");
    }
}
