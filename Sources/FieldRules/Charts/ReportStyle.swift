/// How pages and their pictures look. What holds for paper stands last, because it overrules the rest. The six colours can be told apart by people who see red and green alike, and on
/// grey paper by their lightness.
enum ReportStyle {
    static let css = """

        :root { color-scheme: light dark; --paper: #fff; --ink: #1c2024; --soft: #5b6570; --rule: #d9dee3;
          --panel: #f5f7f9; --alarm: #9f1d1d; --alarm-paper: #fdecea;
          --c0: #0b66a8; --c1: #d1590a; --c2: #0c8a66; --c3: #a34a86; --c4: #b98500; --c5: #4fa9dd; }
        @media (prefers-color-scheme: dark) {
          :root { --paper: #14181c; --ink: #e6eaee; --soft: #9aa6b2; --rule: #323a42; --panel: #1c2227;
            --alarm: #ffb4ab; --alarm-paper: #40191a;
            --c0: #5cb3f0; --c1: #ff9a4d; --c2: #3fcf9f; --c3: #e08cc2; --c4: #f0c04a; --c5: #a5d8f7; }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif;
          -webkit-print-color-adjust: exact; print-color-adjust: exact; }
        main { max-width: 1180px; margin: 0 auto; padding: 24px 20px 60px; }
        h1 { font-size: 24px; line-height: 1.25; margin: 0; }
        header p { color: var(--soft); margin: 4px 0 0; }
        h2 { font-size: 18px; margin: 36px 0 10px; padding-bottom: 4px; border-bottom: 1px solid var(--rule); }
        p { max-width: 75ch; margin: 8px 0; }
        .warning { background: var(--alarm-paper); color: var(--alarm); border-left: 4px solid var(--alarm);
          padding: 6px 12px; }
        dl { display: flex; flex-wrap: wrap; gap: 10px; margin: 12px 0; }
        dl div { background: var(--panel); border: 1px solid var(--rule); border-radius: 6px; padding: 8px 14px;
          min-width: 110px; }
        dt { color: var(--soft); font-size: 13px; }
        dd { margin: 0; font-size: 20px; font-variant-numeric: tabular-nums; }
        .row { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(440px, 100%), 1fr)); gap: 16px;
          align-items: start; }
        figure { margin: 10px 0; }
        figcaption { font-weight: 600; margin-bottom: 4px; }
        svg { display: block; width: 100%; max-width: 680px; height: auto; }
        .wide { overflow-x: auto; }
        table { border-collapse: collapse; margin: 10px 0; font-size: 14px; }
        th, td { padding: 4px 12px 4px 0; text-align: left; border-bottom: 1px solid var(--rule); }
        th { color: var(--soft); font-weight: 600; vertical-align: bottom; }
        .n { text-align: right; font-variant-numeric: tabular-nums; }
        td.n, td:first-child { white-space: nowrap; }
        .t { fill: var(--ink); font: 12px system-ui, sans-serif; }
        .grid { stroke: var(--rule); stroke-width: 1; }
        .zero, .axis { stroke: var(--soft); stroke-width: 1; }
        .reference { fill: none; stroke: var(--soft); stroke-width: 1.5; stroke-dasharray: 5 4; }
        .line { fill: none; stroke: var(--c); stroke-width: 2; stroke-linejoin: round; }
        .bar, .dot { fill: var(--c); }
        .interval { fill: none; stroke: var(--ink); stroke-width: 1.5; }
        .c0 { --c: var(--c0); } .c1 { --c: var(--c1); } .c2 { --c: var(--c2); }
        .c3 { --c: var(--c3); } .c4 { --c: var(--c4); } .c5 { --c: var(--c5); }
        @media print {
          :root { color-scheme: light; --paper: #fff; --ink: #000; --soft: #444; --rule: #bbb; --panel: #fff;
            --alarm: #800; --alarm-paper: #fff;
            --c0: #0b66a8; --c1: #d1590a; --c2: #0c8a66; --c3: #a34a86; --c4: #b98500; --c5: #4fa9dd; }
          main { max-width: none; padding: 0; }
          .row { display: block; }
          .wide { overflow: visible; }
          svg { max-height: 175mm; }
          table { font-size: 11px; }
          th, td { padding: 3px 6px 3px 0; }
          .many { font-size: 7px; }
          .many th, .many td { padding: 2px 3px 2px 0; }
          figure, tr { break-inside: avoid; }
          h2 { break-after: avoid; }
          @page { margin: 15mm; }
        }

        """
}
