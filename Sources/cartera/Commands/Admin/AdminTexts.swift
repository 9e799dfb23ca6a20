import SyncClient

/// What administration says in Spanish; English stands with each failure and problem.
enum AdminTexts {
    /// Message and hint in the reader's language; what is translated already stays as it is.
    static func translated(_ failure: ClientFailure, _ language: GlobalOptions.Language) -> ClientFailure {
        guard language == .es, let spanish = failures[failure.code] else { return failure }
        var told = failure
        told.message = spanish.message.replacing("{0}", with: detail(failure.message))
        if !failure.hint.isEmpty, !spanish.hint.isEmpty { told.hint = spanish.hint }
        return told
    }

    /// What the message quotes, else the number in it.
    private static func detail(_ message: String) -> String {
        if let start = message.firstIndex(of: "“"), let end = message[start...].firstIndex(of: "”") {
            return String(message[message.index(after: start)..<end])
        }
        return String(message.drop { !$0.isNumber }.prefix { $0.isNumber })
    }

    static func texts(
        of problem: RowProblem, _ language: GlobalOptions.Language
    ) -> (message: String, hint: String) {
        guard language == .es, let spanish = problems[problem.code] else { return (problem.message, problem.hint) }
        func fill(_ text: String) -> String { text.replacing("{0}", with: problem.detail) }
        return (fill(spanish.message), fill(spanish.hint))
    }

    private static let failures: [String: (message: String, hint: String)] = [
        "file_truncated": (
            "El archivo termina dentro de una celda entre comillas que empieza en la línea {0}.",
            "El archivo está cortado o falta una comilla: pídalo de nuevo o ciérrela."
        ),
        "file_empty": ("El archivo está vacío.", "La primera línea debe nombrar las columnas."),
        "missing_column": (
            "Al archivo le falta la columna “{0}”.",
            "La primera línea debe nombrar al menos account_number, debtor_name, currency, balance, days_past_due, con comas."
        ),
        "duplicate_column": ("El encabezado nombra dos veces la columna “{0}”.", "Cada columna va una sola vez."),
        "column_unnamed": ("La columna {0} del encabezado no tiene nombre.", ""),
        "not_utf8": ("El encabezado no es UTF-8.", "Guarde el archivo como CSV en UTF-8."),
        "file_not_found": ("El archivo “{0}” no existe.", "Revise su nombre."),
        "not_a_file": ("Eso es una carpeta, no un archivo.", ""),
        "cannot_read": ("El archivo no se puede leer.", "Revise sus permisos."),
        "cannot_create": ("El archivo de salida no se puede crear.", "Revise la carpeta y sus permisos."),
        "cannot_write": ("La salida no se puede escribir.", ""),
        "same_file": ("El archivo de rechazos es el mismo archivo.", "Nombre otro."),
        "no_row_taken": (
            "No se pudo tomar ninguna fila del archivo.",
            "Los motivos están junto a cada línea; --rejects SALIDA.csv escribe las filas con ellos."
        ),
        "unknown_branch": ("No existe esa sucursal.", "Vea `cartera admin branch list`."),
        "unknown_person": ("No existe esa persona.", "Vea `cartera admin person list`."),
        "ambiguous_person": ("El nombre designa a más de una persona.", "Dé su id o más caracteres de su final."),
        "unknown_role": (
            "No existe ese papel.", "Los papeles son collector, supervisor, branch, compliance, auditor, administrator."
        ),
        "branch_missing": ("Este papel necesita una sucursal.", "Nómbrela con --branch."),
        "branch_not_allowed": ("Este papel no pertenece a ninguna sucursal.", ""),
        "name_taken": ("Ya existe uno con ese nombre.", "Elija otro."),
        "name_invalid": ("Un nombre tiene de 1 a 200 bytes y ningún carácter de control.", ""),
        "unknown_time_zone": (
            "La zona horaria no se conoce.", "Use un nombre de la IANA como America/Mexico_City."
        ),
        "unknown_device": ("No existe ese equipo.", "Vea `cartera admin device list`."),
        "unknown_invitation": ("No existe esa invitación.", "Vea `cartera admin invitation list`."),
        "invitation_used": ("Esta invitación ya se usó.", "Revoque el equipo que nació de ella."),
        "unknown_account": ("No existe esa cuenta.", "Vea `cartera admin account list`."),
        "unknown_operation": ("No existe esa operación.", ""),
        "unknown_conflict": ("No existe ese conflicto.", "Vea `cartera admin conflict list`."),
        "already_resolved": ("Este conflicto ya está resuelto.", ""),
        "ambiguous": ("El nombre o final designa más de uno.", "Dé más dígitos, o el id completo."),
        "not_a_collector": ("Las cuentas se dan a cobradores que no están dados de baja.", ""),
        "other_branch": ("El cobrador es de otra sucursal que la cuenta.", ""),
        "not_all_assigned": (
            "No todas las cuentas se pudieron asignar.",
            "Vea números e ids en `cartera admin account list`, y cobradores en `person list`."
        ),
        "not_permitted": ("Su papel no lo permite.", "Pídalo a la administración."),
    ]

    private static let problems: [String: (message: String, hint: String)] = [
        "missing": ("La celda está vacía.", "Cada fila necesita aquí un valor."),
        "too_long": ("El texto rebasa {0} bytes.", "Acórtelo."),
        "control_characters": ("El texto tiene caracteres de control o saltos de línea.", "Quítelos."),
        "not_utf8": ("El texto no es UTF-8.", "Guarde el archivo como CSV en UTF-8."),
        "unknown_currency": ("La moneda no se conoce.", "Use el código ISO 4217 en mayúsculas, como MXN."),
        "not_a_number": (
            "Esto no es un número.", "Escriba dígitos, con punto para decimales y sin separar miles: 1500.50."
        ),
        "amount_too_precise": (
            "El importe tiene más decimales que la moneda: a lo más {0}.",
            "Los importes nunca se redondean en silencio."
        ),
        "amount_too_large": ("El importe es mayor de lo que se puede contar.", "Revise el punto decimal."),
        "negative_amount": ("El importe es negativo.", "Los importes son lo que se debe: cero o más."),
        "out_of_range": ("El número debe estar entre {0}.", "Revise la columna."),
        "bad_date": ("Esto no es una fecha.", "Escríbala como AAAA-MM-DD, por ejemplo 2026-03-31."),
        "date_in_future": ("La fecha está en el futuro.", "Revise día, mes y año."),
        "unknown_time_zone": (
            "La zona horaria no se conoce.", "Use un nombre de la IANA como America/Mexico_City."
        ),
        "unknown_word": ("La palabra no es de las que aquí se conocen: {0}.", "Use una, o deje la celda vacía."),
        "location_incomplete": ("Latitud y longitud van juntas.", "Dé ambas o ninguna."),
        "bad_consent": (
            "Un consentimiento es canal:fecha o canal:fecha:alcance, separados por punto y coma: {0}.",
            "Por ejemplo sms:2026-01-31;call:2026-02-01:hours."
        ),
        "bad_country": ("Un país son dos letras.", "Use el código ISO 3166-1, como MX."),
        "duplicate_number": ("El archivo ya tiene este número de cuenta en la línea {0}.", "Deje una de las filas."),
        "cell_count": (
            "La fila no tiene tantas celdas como el encabezado: {0}.", "Revise comas y comillas en esta fila."
        ),
        "row_truncated": (
            "El archivo termina a media fila: {0} celdas.", "El archivo parece cortado: pídalo de nuevo."
        ),
        "bad_quote": (
            "Hay una comilla donde no puede haberla.",
            "Una celda con comillas va entre comillas, y cada una dentro se duplica."
        ),
        "cell_too_long": ("La celda rebasa 65536 bytes.", "¿Falta una comilla? Si no, acórtela."),
        "row_too_long": ("La fila es más larga de lo que se puede tomar.", "Acorte sus textos o quite columnas."),
        "too_many_cells": ("La fila tiene más de 512 celdas.", "Quite columnas."),
        "unknown_branch": ("No existe esa sucursal.", "Vea `cartera admin branch list`."),
        "other_branch": ("La cuenta es de otra sucursal.", "Un archivo no cambia cuentas de sucursal."),
        "branch_missing": ("La fila no nombra sucursal.", "Dé --branch o llene la columna."),
        "unknown_collector": ("La sucursal no tiene ese cobrador.", "Vea `cartera admin person list`."),
    ]
}
