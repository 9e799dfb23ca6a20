/// What rules found, in Spanish. Verdicts and findings keep it in English, the same bytes on every machine, and it is put
/// into the reader's language where it is shown.
package enum FactText {
    /// Facts of one verdict are joined by semicolons. `word` puts codes into the reader's language; what no sentence
    /// fits stays as it is.
    package static func spanish(_ text: String, word: (String) -> String) -> String {
        text.split(separator: "; ", omittingEmptySubsequences: false).map { fact in
            for sentence in sentences {
                guard let values = match(fact, sentence.en) else { continue }
                var out = sentence.es
                for (index, value) in values.enumerated() {
                    out = out.replacing("%\(index + 1)", with: weekdays[value] ?? word(value))
                }
                return out
            }
            return String(fact)
        }.joined(separator: "; ")
    }

    /// Whether there is a sentence for every fact of the text.
    package static func knows(_ text: String) -> Bool {
        text.split(separator: "; ").allSatisfy { fact in sentences.contains { match(fact, $0.en) != nil } }
    }

    /// What stands for `%1`, `%2` … in a sentence, in order; nil when it is another one.
    private static func match(_ text: Substring, _ sentence: String) -> [String]? {
        var rest = text
        var values: [String] = []
        let parts = sentence.split(separator: "%", omittingEmptySubsequences: false)
        guard rest.hasPrefix(parts[0]) else { return nil }
        rest = rest.dropFirst(parts[0].count)
        for part in parts.dropFirst() {
            // The digit names the place; values are in order.
            let literal = part.dropFirst()
            let end = literal.isEmpty ? rest.endIndex : rest.firstRange(of: literal)?.lowerBound
            guard let end, end > rest.startIndex else { return nil }
            values.append(String(rest[..<end]))
            rest = rest[end...].dropFirst(literal.count)
        }
        return rest.isEmpty ? values : nil
    }

    private static let weekdays = [
        "monday": "lunes", "tuesday": "martes", "wednesday": "miércoles", "thursday": "jueves", "friday": "viernes",
        "saturday": "sábado", "sunday": "domingo",
    ]

    private static let sentences: [(en: String, es: String)] = [
        ("local time %1 %2 %3", "hora local %1 %2 %3"),
        ("no hours that day", "ese día no tiene horario"),
        ("hours %1", "horario %1"),
        ("warning: the date is projected, not yet official", "aviso: la fecha es una proyección, aún no oficial"),
        ("%1 counted from %2 to %3", "%1 contados del %2 al %3"),
        ("most %1, the act included", "a lo más %1, contando este"),
        ("last counted on %1", "el último contado es del %1"),
        ("dates must differ by %1 or more", "las fechas deben distar %1 días o más"),
        ("conversation on %1", "conversación el %1"),
        ("%1 days, that day as day 1", "%1 días, ese es el primero"),
        ("contact by %1 on %2 in the same week", "contacto por %1 el %2, en la misma semana"),
        ("no consent in force for %1", "no hay consentimiento vigente para %1"),
        ("person %1", "persona: %1"),
        ("channel %1", "canal: %1"),
        ("place %1", "lugar: %1"),
        ("flag %1", "marca: %1"),
        ("the debtor asked not to be contacted so", "el deudor pidió no ser contactado así"),
        ("no notice %1 recorded", "no consta el aviso %1"),
        ("act %1", "acto: %1"),
        (
            "%1 of %2 successive no-shows at the agreed place",
            "%1 de %2 ausencias seguidas en el lugar convenido"
        ),
        ("held by %1", "lo tiene %1"),
        ("until %1", "hasta el %1"),
        ("no unit of the allowance is left", "no queda ningún contacto del permiso"),
        ("this program cannot judge rules of kind %1", "este programa no sabe juzgar reglas de tipo %1"),
        ("the calendar ends before %1", "el calendario termina antes del %1"),
        ("%1 is %2", "%1 es %2"),
    ]
}
