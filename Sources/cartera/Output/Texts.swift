import SyncClient

/// All that the program says, in English and Spanish. Codes, keys and commands are the same in both.
enum Texts {
    static func word(_ key: String, _ language: GlobalOptions.Language) -> String {
        // A value of ours, as opposed to a key: some have another form.
        if key.hasPrefix("=") {
            let value = String(key.dropFirst())
            return language == .es ? WordTable.spanishValues[value] ?? word(value, language) : word(value, language)
        }
        return switch language {
        case .en: WordTable.english[key] ?? key.replacing("_", with: " ")
        case .es: WordTable.spanish[key] ?? key.replacing("_", with: " ")
        }
    }

    /// `%1`, `%2` stand for the values.
    static func sentence(_ key: String, _ values: [String], _ language: GlobalOptions.Language) -> String {
        let texts = SentenceTable.texts[key]
        var text = (language == .es ? texts?.es : texts?.en) ?? key
        for (index, value) in values.enumerated() { text = text.replacing("%\(index + 1)", with: value) }
        return text
    }

    static func message(of failure: ClientFailure, _ language: GlobalOptions.Language) -> String {
        language == .es ? FailureTable.spanish[failure.code] ?? failure.message : failure.message
    }

    static func hint(of failure: ClientFailure, _ language: GlobalOptions.Language) -> String {
        if failure.hint.isEmpty { return "" }
        return language == .es ? FailureTable.spanishHints[failure.code] ?? failure.hint : failure.hint
    }
}

enum SentenceTable {
    static let texts: [String: (en: String, es: String)] = [
        "error": ("error", "error"),
        "hint": ("hint", "sugerencia"),
        "dry_run": ("Nothing was written (dry run).", "No se escribió nada (ensayo)."),
        "outbox_warning": (
            "%1 operations wait to be sent: find a network and run `cartera sync`.",
            "%1 operaciones esperan envío: busque red y ejecute `cartera sync`."
        ),
        "enrolled": (
            "%1 (%2) is enrolled with %3 as device %4.", "%1 (%2) quedó inscrito con %3 como equipo %4."
        ),
        "first_sync_later": (
            "The first sync did not succeed: run `cartera sync` when the server can be reached.",
            "La primera sincronización no se logró: ejecute `cartera sync` cuando el servidor responda."
        ),
        "digest_mismatch": (
            "The replica differs from the server's data; the administrator has been told.",
            "La réplica difiere de los datos del servidor; se avisó a la administración."
        ),
        "live_connected": (
            "Connected; new commits arrive as they happen.", "Conectado; los cambios llegan al ocurrir."
        ),
        "live_round": ("pushed %1, pulled %2, digest %3", "enviadas %1, recibidos %2, huella %3"),
        "live_unreachable": ("Not connected (%1); trying again.", "Sin conexión (%1); se intentará de nuevo."),
        "importing": ("%1 rows, %2 rejected", "%1 filas, %2 rechazadas"),
        "rejects_written": ("%1 rejected rows are in %2.", "%1 filas rechazadas están en %2."),
        "nothing_wrong": ("Nothing is wrong.", "Todo está en orden."),
    ]
}
