package io.github.twlen.report;

import io.github.twlen.report.Measurement.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Draws how the sockets of each kernel go: steps over time, and behind each fall the band that the
 * model allows. Colours and strokes are the style sheet's; stock is dashed there, so that the
 * curves differ without colour too.
 */
final class DecayChart {
  /**
   * An SVG scales its text with its picture, so there is one picture for each kind of screen and
   * the style sheet shows one of them.
   */
  enum Size {
    /** For a phone: drawn for a column of 360 CSS pixels. */
    NARROW(360, 330, 5, 4),
    /** For everything else: drawn for a column of 760 CSS pixels. */
    WIDE(760, 350, 8, 5);

    private final int width;
    private final int height;
    private final int timeTicks;
    private final int countTicks;

    Size(int width, int height, int timeTicks, int countTicks) {
      this.width = width;
      this.height = height;
      this.timeTicks = timeTicks;
      this.countTicks = countTicks;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final int RIGHT = 10;
  private static final int ABOVE = 10;

  /** A little more than the data, so that the last step does not lie on the edge. */
  private static final double BEYOND = 1.02;

  private final Size size;
  private final List<DecayCurve> curves;
  private final List<ChartLabel> labels;
  private final ChartAxis time;
  private final ChartAxis count;

  private DecayChart(Size size, List<DecayCurve> curves) {
    this.size = size;
    this.curves = curves;
    double end = curves.stream().mapToDouble(DecayCurve::bandEnd).max().orElseThrow() * BEYOND;
    int peak = curves.stream().mapToInt(DecayCurve::peak).max().orElseThrow();
    time = ChartAxis.ofSeconds(end, size.timeTicks, ChartFrame.LEFT, size.width - RIGHT);
    labels = ChartLabel.of(curves, time);
    int rows = labels.stream().mapToInt(ChartLabel::row).max().orElse(0) + 1;
    count =
        ChartAxis.ofCounts(
            peak, size.countTicks, size.height - ChartFrame.BOTTOM, rows * ChartLabel.ROW + ABOVE);
  }

  /** Whether there is anything to draw. */
  static boolean drawable(@Nullable Measurements measurements) {
    return measurements != null && !curves(measurements).isEmpty();
  }

  /** Draws into a page. */
  static void draw(Markup page, Measurements measurements, Size size) {
    new DecayChart(size, curves(measurements)).draw(page);
  }

  private static List<DecayCurve> curves(Measurements measurements) {
    List<DecayCurve> curves = new ArrayList<>();
    add(curves, "stock", measurements.stock());
    add(curves, "patched", measurements.patched());
    return curves;
  }

  private static void add(List<DecayCurve> curves, String name, @Nullable Measurement measured) {
    if (measured != null && measured.samples().stream().anyMatch(s -> s.sockets() > 0)) {
      curves.add(new DecayCurve(name, measured));
    }
  }

  private void draw(Markup page) {
    String title = "decay-" + size + "-title";
    String text = "decay-" + size + "-text";
    String box = "0 0 " + size.width + " " + size.height;
    page.open(
        "svg",
        "class",
        "decay " + size,
        "viewBox",
        box,
        "role",
        "img",
        "aria-labelledby",
        title + " " + text);
    page.element("title", "Sockets in TIME_WAIT over time", "id", title);
    page.element("desc", description(), "id", text);
    new ChartFrame(time, count).draw(page);
    curves.forEach(curve -> path(page, "area", curve, line(curve) + "V" + count.place(0) + "Z"));
    curves.forEach(curve -> path(page, "band", curve, band(curve)));
    curves.forEach(curve -> path(page, "line", curve, line(curve)));
    labels.forEach(label -> label.draw(page));
    page.close();
  }

  private static void path(Markup page, String kind, DecayCurve curve, String path) {
    page.empty("path", "class", kind + " " + curve.name(), "d", path);
  }

  private String description() {
    List<String> sentences = new ArrayList<>();
    for (DecayCurve curve : curves) {
      Measurement.Lifetime lifetime = curve.measurement().lifetime();
      sentences.add(
          curve.peak()
              + " sockets of the "
              + curve.name()
              + " kernel, each there for "
              + Numbers.bare(lifetime.minSeconds())
              + " to "
              + Numbers.seconds(lifetime.maxSeconds())
              + ".");
    }
    return String.join(" ", sentences);
  }

  private String line(DecayCurve curve) {
    StringBuilder path = new StringBuilder("M" + time.place(0) + " " + count.place(0));
    curve.steps().forEach(step -> step(path, step));
    return path.toString();
  }

  private String band(DecayCurve curve) {
    List<Sample> fastest = curve.fastestFall();
    StringBuilder path = new StringBuilder("M");
    path.append(time.place(fastest.get(0).seconds())).append(' ').append(count.place(curve.peak()));
    curve.slowestFall().forEach(step -> step(path, step));
    for (int i = fastest.size() - 1; i >= 0; i--) {
      int above = i == 0 ? curve.peak() : fastest.get(i - 1).sockets();
      step(path, new Sample(fastest.get(i).seconds(), above));
    }
    return path.append('Z').toString();
  }

  private void step(StringBuilder path, Sample step) {
    path.append('H').append(time.place(step.seconds()));
    path.append('V').append(count.place(step.sockets()));
  }
}
