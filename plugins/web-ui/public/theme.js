// Runs before the first paint: a chosen theme must not flash the system's. A file, because the content policy allows no inline script.
(() => {
  try {
    const theme = localStorage.getItem("oc.theme");
    if (theme === "paper" || theme === "ink") {
      document.documentElement.dataset.theme = theme;
      for (const meta of document.querySelectorAll('meta[name="theme-color"]')) meta.content = theme === "ink" ? "#1b1c20" : "#faf7f1";
    }
  } catch {
    // Storage may be blocked; the system's theme then applies.
  }
})();
