internal import FieldRules

/// How letters name what was contracted: debtors do not know the words of files.
enum ProductWords {
    /// A product that is none of the known words is the lender's own name for it.
    static func text(_ product: String, language: String) -> String {
        guard let kind = ProductKind(word: product) else { return product }
        return language == "es" ? words(kind).es : words(kind).en
    }

    private static func words(_ kind: ProductKind) -> (en: String, es: String) {
        switch kind {
        case .consumer: ("consumer loan", "crédito al consumo")
        case .mortgage: ("mortgage loan", "crédito hipotecario")
        case .auto: ("car loan", "crédito automotriz")
        case .card: ("credit card", "tarjeta de crédito")
        case .microcredit: ("microcredit", "microcrédito")
        case .agricultural: ("agricultural loan", "crédito agropecuario")
        case .commercial: ("commercial loan", "crédito comercial")
        case .telecom: ("telephone service", "servicio de telefonía")
        case .utility: ("utility service", "servicio domiciliario")
        }
    }
}
