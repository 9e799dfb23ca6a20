internal import FieldRules

/// Reports as pages for people: the plots that say most, then the tables.
extension ReportResult {
    package static let names = ["roll-rates", "promises", "contacts", "vintage", "collectors", "time"]

    /// `en` or `es`.
    package func html(language: String) -> String {
        let es = language == "es"
        let titles: [String: (en: String, es: String)] = [
            "roll-rates": ("Roll rates and cure", "Rodamiento y cura"), "promises": ("Promises", "Promesas"),
            "contacts": ("Contacts", "Contactos"), "vintage": ("Recovery by vintage", "Recuperación por cosecha"),
            "collectors": ("Who collects what well", "Quién cobra bien qué"),
            "time": ("Where the time goes", "En qué se va el tiempo"),
        ]
        let title = titles[name].map { es ? $0.es : $0.en } ?? name
        var blocks: [ReportBlock] = [.text(ReportWords.explanation(name, es))]
        if tables.allSatisfy({ $0.rows.isEmpty }) {
            blocks.append(
                .warning(
                    es ? "No hay historia suficiente en estos días." : "There is not enough history in these days."))
        } else {
            blocks += plots(es)
        }
        let sections =
            [ReportPage.Section(es ? "En resumen" : "At a glance", blocks)]
            + tables.filter { !$0.rows.isEmpty }.map { table in
                ReportPage.Section(ReportWords.table(table.key, es), [.table(ReportResult.table(table, es))])
            }
        let subtitle = es ? "del \(from) al \(to)" : "\(from) to \(to)"
        return ReportPage(language: es ? "es" : "en", title: title, subtitle: subtitle, sections).html()
    }

    private static func table(_ table: Table, _ es: Bool) -> ReportTable {
        let columns = table.columns.enumerated().map { index, column in
            let isNumber = table.rows.contains { if case .text = $0[index] { false } else { true } }
            return ReportTable.Column(es ? column.es : column.en, isNumber: isNumber)
        }
        return ReportTable(columns, table.rows.map { $0.map { ReportWords.value($0, es) } })
    }

    private func plots(_ es: Bool) -> [ReportBlock] {
        guard let first = tables.first else { return [] }
        switch name {
        case "roll-rates":
            return [columns(first, ["better", "worse", "cured"], es, title: es ? "Un mes después" : "A month later")]
        case "promises":
            return [
                columns(
                    first, ["made", "kept", "broken"], es, unit: "",
                    title: es ? "Promesas por mes" : "Promises by month"),
                columns(first, ["kept_percent", "kept_amount_percent"], es, title: es ? "Cumplidas" : "Kept"),
            ]
        case "contacts":
            return tables.map { bars($0, value: $0.key == "ladder" ? "attempts" : "contact_percent", es) }
                + [
                    columns(
                        first, ["contact_percent", "right_party_percent", "promise_percent", "kept_percent"], es,
                        title: es ? "La escalera de contacto" : "The contact ladder")
                ]
        case "vintage": return [vintages(first, es)]
        case "collectors": return [lifts(first, es)]
        case "time": return [bars(first, value: "minutes_per_account", es)]
        default: return []
        }
    }
}

extension ReportResult {
    /// The number of a cell as charts take it: shares in tenths.
    private static func number(_ cell: Cell) -> Int? {
        switch cell {
        case .whole(let number): number
        case .share(let tenths): tenths
        case .money(let minor, _): Int(minor)
        case .text, .none: nil
        }
    }

    private func columns(
        _ table: Table, _ keys: [String], _ es: Bool, unit: String = "%", title: String
    ) -> ReportBlock {
        let series = keys.compactMap { key -> ChartSeries? in
            guard let column = table.columns.firstIndex(where: { $0.key == key }) else { return nil }
            let points = table.rows.enumerated().compactMap { index, row in
                ReportResult.number(row[column]).map { ChartPoint(index, $0) }
            }
            return ChartSeries(es ? table.columns[column].es : table.columns[column].en, .bars, points)
        }
        let names = table.rows.map { ReportWords.value($0[0], es) }
        let axis = ChartAxis(es ? table.columns[0].es : table.columns[0].en, names: names)
        return .chart(Chart(title, x: axis, y: ChartAxis("", decimals: unit == "%" ? 1 : 0, unit: unit), series))
    }

    private func bars(_ table: Table, value key: String, _ es: Bool) -> ReportBlock {
        let column = table.columns.firstIndex { $0.key == key } ?? 0
        let rows = table.rows.compactMap { row -> BarChart.Row? in
            guard let value = ReportResult.number(row[column]) else { return nil }
            let names = row.prefix(while: { if case .text = $0 { true } else { false } })
            return BarChart.Row(names.map { ReportWords.value($0, es) }.joined(separator: " · "), value)
        }
        let isShare = table.rows.contains { if case .share = $0[column] { true } else { false } }
        let title = es ? table.columns[column].es : table.columns[column].en
        return .bars(BarChart(title, ChartAxis("", decimals: isShare ? 1 : 0, unit: isShare ? "%" : ""), rows))
    }

    private func vintages(_ table: Table, _ es: Bool) -> ReportBlock {
        let series = table.rows.prefix(6).map { row in
            let points = row.dropFirst(3).enumerated().compactMap { index, cell in
                ReportResult.number(cell).map { ChartPoint(index + 1, $0) }
            }
            return ChartSeries(ReportWords.value(row[0], es), .line, points)
        }
        let x = ChartAxis(es ? "meses desde la llegada" : "months since arrival")
        return .chart(
            Chart(
                es ? "Recuperado del saldo inicial" : "Recovered of the balance then", x: x,
                y: ChartAxis("", decimals: 1, unit: "%"), series))
    }

    private func lifts(_ table: Table, _ es: Bool) -> ReportBlock {
        let rows = table.rows.compactMap { row -> BarChart.Row? in
            guard let lift = ReportResult.number(row[5]), let low = ReportResult.number(row[6]),
                let high = ReportResult.number(row[7]), low <= high
            else { return nil }
            let name = "\(ReportWords.value(row[0], es)) · \(ReportWords.value(row[1], es))"
            return BarChart.Row(name, lift, interval: low...high, note: ReportWords.value(row[2], es))
        }
        let axis = ChartAxis(es ? "puntos porcentuales" : "percentage points", decimals: 1)
        let title =
            es
            ? "Mejor o peor que los demás con los mismos casos (95 %)"
            : "Better or worse than others with the same cases (95 %)"
        return .bars(BarChart(title, axis, rows, mark: .dots, reference: 0))
    }
}

/// The words of report pages.
enum ReportWords {
    static func table(_ key: String, _ es: Bool) -> String {
        let words: [String: (en: String, es: String)] = [
            "roll_rates": ("From bucket to bucket", "De tramo a tramo"), "promises": ("By month", "Por mes"),
            "ladder": ("The contact ladder", "La escalera de contacto"),
            "hours": ("Channel and part of day", "Canal y horario"),
            "vintage": ("By month of arrival", "Por mes de llegada"),
            "collectors": ("By collector and lateness", "Por gestor y atraso"),
            "time": ("By what is owed", "Por lo que se debe"),
            "over_worked": ("Over-worked accounts", "Cuentas trabajadas de más"),
            "under_worked": ("Under-worked accounts", "Cuentas trabajadas de menos"),
        ]
        return words[key].map { es ? $0.es : $0.en } ?? key
    }

    static func value(_ cell: ReportResult.Cell, _ es: Bool) -> String {
        switch cell {
        case .text(let text): word(text, es)
        case .none: "–"
        default: ReportResult.plain(cell)
        }
    }

    static func word(_ text: String, _ es: Bool) -> String {
        guard es else { return text }
        let words = [
            "visit": "visita", "call": "llamada", "message": "mensaje", "letter": "carta", "morning": "mañana",
            "midday": "mediodía", "afternoon": "tarde", "evening": "noche", "current": "al corriente",
            "paid": "saldadas",
        ]
        return words[text] ?? text
    }

    static func explanation(_ name: String, _ es: Bool) -> String { es ? spanish(name) : english(name) }

    private static func english(_ name: String) -> String {
        switch name {
        case "roll-rates":
            """
            Where accounts of each bucket stood thirty days later, by what was known on both days. Cured: \
            current again, or nothing owed.
            """
        case "promises":
            """
            Promises by the month in which they were made and how they stand now, by count and by amount.
            """
        case "contacts":
            """
            Attempts that reached somebody, the debtor, a promise, and money. A promise belongs to the last \
            conversation of its day or of the day before.
            """
        case "vintage":
            """
            Paid since arrival, as a share of the balance that the accounts came with. Months that are not over \
            are left empty.
            """
        case "collectors":
            """
            Paid within thirty days against what others have from cases like these: learned without the \
            collector's own cases, drawn towards none, with 95 % intervals. Fewer than 30 cases are not judged.
            """
        case "time":
            """
            Minutes of visits, calls and messages by what is owed. Over-worked: most minutes in ninety days and \
            nothing paid. Under-worked: paid within half a year, and nobody tried for a month.
            """
        default: ""
        }
    }

    private static func spanish(_ name: String) -> String {
        switch name {
        case "roll-rates":
            """
            Dónde estaban treinta días después las cuentas de cada tramo, según lo sabido en ambos días. \
            Curada: al corriente de nuevo, o sin adeudo.
            """
        case "promises":
            """
            Promesas por el mes en que se hicieron y cómo están hoy, en número y en importe.
            """
        case "contacts":
            """
            Intentos que llegaron a alguien, al titular, a una promesa y al dinero. La promesa es de la última \
            conversación de su día o del anterior.
            """
        case "vintage":
            """
            Pagado desde la llegada, como parte del saldo con que llegaron las cuentas. Los meses que no han \
            terminado quedan vacíos.
            """
        case "collectors":
            """
            Pagado en treinta días frente a lo que otros obtienen de casos iguales: aprendido sin los casos del \
            propio gestor, atraído hacia cero, con intervalos del 95 %. Menos de 30 casos no se juzgan.
            """
        case "time":
            """
            Minutos de visitas, llamadas y mensajes por lo que se debe. De más: más minutos en noventa días y \
            nada pagado. De menos: pagó en medio año y nadie intentó en un mes.
            """
        default: ""
        }
    }
}
