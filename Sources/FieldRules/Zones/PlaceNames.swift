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

/// Codes and names of the table's countries, as addresses have them.
enum CountryNames {
    static func code(_ text: some StringProtocol) -> String? { byKey[placeKey(text)] }

    private static let byKey: [String: String] = {
        var table: [String: String] = [:]
        for line in lines.split(separator: "\n") {
            let names = line.split(separator: ",")
            for name in names { table[placeKey(name)] = String(names[0]) }
        }
        return table
    }()

    private static let lines = """
        US,USA,United States,United States of America,Estados Unidos,EEUU
        PR,PRI,Puerto Rico
        MX,MEX,Mexico,Estados Unidos Mexicanos
        CO,COL,Colombia
        CL,CHL,Chile
        PE,PER,Peru
        EC,ECU,Ecuador
        BR,BRA,Brazil,Brasil
        GB,GBR,UK,United Kingdom,Reino Unido,Great Britain
        IE,IRL,Ireland,Irlanda
        IN,IND,India
        ID,IDN,Indonesia
        PH,PHL,Philippines,Filipinas
        ZA,ZAF,South Africa,Sudafrica
        KE,KEN,Kenya,Kenia
        ES,ESP,Spain,España
        AR,ARG,Argentina
        BO,BOL,Bolivia
        CR,CRI,Costa Rica
        DO,DOM,Dominican Republic,Republica Dominicana
        GT,GTM,Guatemala
        HN,HND,Honduras
        NI,NIC,Nicaragua
        PA,PAN,Panama
        PY,PRY,Paraguay
        SV,SLV,El Salvador
        UY,URY,Uruguay
        VE,VEN,Venezuela
        """
}
