/// Attributes on which no case may be judged. The server refuses a card that reads one; training on a file warns.
///
/// Names are compared by their words, so that `age_in_years` is found and `average_balance` is not.
package enum ProtectedAttributes {
    package static let words: [String: String] = [
        "age": "age", "birth": "age", "birthdate": "age", "dob": "age", "edad": "age", "nacimiento": "age",
        "sex": "sex", "gender": "sex", "sexo": "sex", "genero": "sex", "pregnancy": "sex", "pregnant": "sex",
        "race": "race", "ethnicity": "race", "ethnic": "race", "raza": "race", "etnia": "race",
        "religion": "religion", "nationality": "nationality", "nacionalidad": "nationality",
        "foreign": "nationality", "foreigner": "nationality", "citizenship": "nationality",
        "marital": "marital status", "married": "marital status", "disability": "disability",
        "disabled": "disability", "discapacidad": "disability", "union": "union membership",
        "politics": "political opinion", "political": "political opinion", "orientation": "sexual orientation",
    ]

    /// What the name of a column seems to say; nil when nothing protected.
    package static func attribute(of name: String) -> String? {
        let parts = name.lowercased().split { !$0.isLetter }
        return parts.lazy.compactMap { words[String($0)] }.first
    }

    /// The protected characteristics of a card, in its order.
    package static func characteristics(of card: Scorecard) -> [(name: String, attribute: String)] {
        card.characteristics.compactMap { characteristic in
            attribute(of: characteristic.name).map { (characteristic.name, $0) }
        }
    }
}
