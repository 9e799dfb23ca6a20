import SyncClient

/// Why rows of a lender's file were not taken, in Spanish; English stands with each problem. `{0}` is its detail.
enum RowProblemTable {
    static func texts(
        of problem: RowProblem, _ language: GlobalOptions.Language
    ) -> (message: String, hint: String) {
        guard language == .es, let spanish = problems[problem.code] else { return (problem.message, problem.hint) }
        func fill(_ text: String) -> String { text.replacing("{0}", with: problem.detail) }
        return (fill(spanish.message), fill(spanish.hint))
    }

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
        "unknown_place": (
            "No se conoce la zona horaria de esta dirección.",
            "Corrija el país o el estado, o dé la zona en la columna time_zone."
        ),
        "unknown_word": ("La palabra no es de las que aquí se conocen: {0}.", "Use una, o deje la celda vacía."),
        "location_incomplete": ("Latitud y longitud van juntas.", "Dé ambas o ninguna."),
        "bad_consent": (
            "Un consentimiento es canal:fecha o canal:fecha:alcance, separados por punto y coma: {0}.",
            "Por ejemplo sms:2026-01-31;call:2026-02-01:hours."
        ),
        "bad_entry": (
            "Una entrada es {0}, separadas por punto y coma.",
            "Las fechas son AAAA-MM-DD y no futuras; las palabras son las de la ayuda de los mandatos."
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
        "store_refused": (
            "El almacén del servidor no toma esta fila.",
            "Impórtela sola; si se repite, avise a quien opera el servidor."
        ),
        "row_too_long": ("La fila es más larga de lo que se puede tomar.", "Acorte sus textos o quite columnas."),
        "too_many_cells": ("La fila tiene más de 512 celdas.", "Quite columnas."),
        "unknown_account": ("No existe esa cuenta.", "Impórtela antes, o revise el número."),
        "ambiguous_account": (
            "Varios acreedores tienen ese número de cuenta.", "Dé el acreedor en la columna creditor."
        ),
        "other_currency": ("La cuenta está en otra moneda.", "Revise la columna currency."),
        "amount_not_positive": ("El importe no es mayor que cero.", "Una devolución se dice con reverses."),
        "reference_taken": (
            "La referencia nombra un pago de otro importe, día o medio.",
            "Devuelva aquel pago con reverses y dé al nuevo otra referencia."
        ),
        "unknown_payment": (
            "No existe el pago que se devuelve o al que corresponde.",
            "Revise reverses y matches; el pago va antes que su devolución."
        ),
        "already_reversed": ("El pago ya se había devuelto.", "Deje una de las devoluciones."),
        "amount_differs": ("Un pago se devuelve completo.", "Dé el importe del pago que se devuelve."),
        "cells_differ": (
            "El importe no es la suma de sus partes vencida, exigible y anticipada.", "Revise esas columnas."
        ),
        "unknown_branch": ("No existe esa sucursal.", "Vea `cartera admin branch list`."),
        "other_branch": ("La cuenta es de otra sucursal.", "Un archivo no cambia cuentas de sucursal."),
        "branch_missing": ("La fila no nombra sucursal.", "Dé --branch o llene la columna."),
        "unknown_collector": ("La sucursal no tiene ese cobrador.", "Vea `cartera admin person list`."),
    ]
}
