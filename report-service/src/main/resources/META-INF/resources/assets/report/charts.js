// Draws the leaderboard's radar with ECharts; without it the page keeps its SVG.
(function () {
  "use strict";
  var holder = document.querySelector("[data-radar]");
  var data = document.getElementById("radar-data");
  if (!holder || !data || !window.echarts) return;

  var radar = JSON.parse(data.textContent);
  if (!radar.series.length) return;
  var names = Array.from(document.querySelectorAll("[data-radar-plain] svg text"), function (text) {
    return text.textContent; // in the page's language, which the data does not know
  });
  document.querySelectorAll("[data-radar-plain]").forEach(function (plain) {
    plain.hidden = true;
  });
  holder.hidden = false;

  var style = getComputedStyle(document.documentElement);
  var ink = style.getPropertyValue("--ink").trim() || "#1c1d21";
  var line = style.getPropertyValue("--line").trim() || "#dfe1e6";
  var symbols = ["circle", "rect", "triangle", "diamond", "arrow", "roundRect"];
  var chart = window.echarts.init(holder);
  chart.setOption({
    animation: false,
    aria: { enabled: true, label: { enabled: false } },
    color: radar.series.map(function (series) { return series.colour; }),
    legend: { bottom: 0, type: "scroll", textStyle: { color: ink } },
    radar: {
      radius: "58%",
      splitArea: { show: false },
      splitLine: { lineStyle: { color: line } },
      axisLine: { lineStyle: { color: line } },
      axisName: { color: ink },
      indicator: radar.axes.map(function (axis, i) { return { name: names[i] || axis, max: 100 }; }),
    },
    series: [{
      type: "radar",
      data: radar.series.map(function (series, i) {
        return { name: series.name, value: series.values, symbol: symbols[i], symbolSize: 8, areaStyle: { opacity: 0.06 } };
      }),
    }],
  });
  window.addEventListener("resize", function () { chart.resize(); });
})();
