/// Folds a place's name so that `Querétaro`, `QUERETARO` and `queretaro ` are the same key.
///
/// Only letters and digits stay; the accents of the countries in the table are dropped, composed or not.
func placeKey(_ name: some StringProtocol) -> String {
    var out = ""
    for scalar in name.lowercased().unicodeScalars {
        switch scalar {
        case "a"..."z", "0"..."9": out.unicodeScalars.append(scalar)
        case "á", "à", "â", "ã", "ä": out += "a"
        case "é", "è", "ê", "ë": out += "e"
        case "í", "ì", "î", "ï": out += "i"
        case "ó", "ò", "ô", "õ", "ö": out += "o"
        case "ú", "ù", "û", "ü": out += "u"
        case "ñ": out += "n"
        case "ç": out += "c"
        default: break
        }
    }
    return out
}
